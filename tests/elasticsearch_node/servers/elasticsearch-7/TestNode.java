import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.transport.Netty4Plugin;

/** Starts a node: arguments are the home and the folder of its configuration. */
public final class TestNode extends Node {
    private TestNode(Environment environment) {
        super(environment, List.of(Netty4Plugin.class), false);
    }

    public static void main(String[] arguments) throws Exception {
        Lifeline lifeline = new Lifeline();
        Settings settings = Settings.builder().put("path.home", arguments[0]).build();
        LogConfigurator.configureWithoutConfig(settings);
        Node node = new TestNode(InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), Path.of(arguments[1]), () -> "tests"));
        lifeline.hold(node.start());
    }
}
