package io.nofin.queue;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.Loss;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.scenario.Side;
import io.nofin.unit.Probability;
import java.io.IOException;

/** An engine in a process of its own, to be killed: loses everything in the namespace it is started in. */
final class QueueAgentMain {

    private QueueAgentMain() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        QueueEngine engine = QueueEngine.start(NetworkNamespace.current(), TwoHosts.QUEUE, TwoHosts.MARKS, 7);
        engine.lane(Side.valueOf(args[0]), TwoHosts.MARKS.lane(0),
            new ShapingBuilder().loss(Loss.Random.of(Probability.ONE)).build());
        System.out.print('r');
        System.out.flush();
        Thread.sleep(60_000);
    }
}
