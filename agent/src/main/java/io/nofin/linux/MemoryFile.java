package io.nofin.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A file that is never on a disk; see memfd_create(2). Unlike a pipe it takes all of its content before anybody reads it. */
final class MemoryFile {

    private static final int MFD_CLOEXEC = 1;
    private static final int SEEK_SET = 0;

    private MemoryFile() {
    }

    /** Returns a new file, positioned at its beginning; the caller closes it. */
    static FileDescriptor of(String content) throws IOException {
        FileDescriptor file = FileDescriptor.of(Syscall.check("memfd_create", () -> LibC.INSTANCE.memfd_create("nofin", MFD_CLOEXEC)));
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            Syscall.check("write", () -> LibC.INSTANCE.write(file.number(), bytes, bytes.length));
            Syscall.check("lseek", () -> LibC.INSTANCE.lseek(file.number(), 0, SEEK_SET));
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}
