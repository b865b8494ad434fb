package io.nofin.lab;

import java.net.ServerSocket;

/** Listens on the TCP port that is its argument until killed. */
final class ListeningMain {

    private ListeningMain() {
    }

    public static void main(String[] arguments) throws Exception {
        try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
            System.out.println("listening on " + server.getLocalPort());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
