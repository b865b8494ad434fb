package io.nofin.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What tells that a file is another one, or was changed: its contents, its owner or its mode. The name it is called by may be a link.
 *
 * @param attributes of inode(7)
 */
record FileStamp(Map<String, Object> attributes) {

    /** @throws IOException when there is no such file, or it cannot be looked at */
    static FileStamp of(Path file) throws IOException {
        return new FileStamp(Map.copyOf(Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime")));
    }
}
