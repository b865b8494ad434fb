package io.nofin.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The attributes that change when a file is replaced or modified: its contents, owner and mode. The path may be a link.
 *
 * @param attributes as in inode(7)
 */
record FileStamp(Map<String, Object> attributes) {

    /** @throws IOException when the file does not exist, or its attributes cannot be read */
    static FileStamp of(Path file) throws IOException {
        return new FileStamp(Map.copyOf(Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime")));
    }
}
