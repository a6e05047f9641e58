import java.io.Closeable;
import java.io.IOException;

/** Ends this process as soon as nobody holds the other end of its standard input. */
final class Lifeline extends Thread {
    Lifeline() {
        super("lifeline");
        setDaemon(true); // so that a node that fails to start ends at once
        start();
    }

    @Override
    public void run() {
        try {
            while (System.in.read() >= 0) { }
        } catch (IOException gone) {
            // The same as its end.
        }
        Runtime.getRuntime().halt(0);
    }

    /** Keep the process, whose other threads are all daemons; SIGTERM closes the node. */
    void hold(Closeable node) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (IOException error) {
                error.printStackTrace();
            }
        }));
        join();
    }
}
