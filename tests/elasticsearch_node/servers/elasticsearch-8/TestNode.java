import java.nio.file.Path;
import java.util.Map;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** Starts a node: arguments are the home and the folder of its configuration. */
public final class TestNode {
    public static void main(String[] arguments) throws Exception {
        Lifeline lifeline = new Lifeline();
        LogConfigurator.configureESLogging();
        Settings settings = Settings.builder().put("path.home", arguments[0]).build();
        Environment environment = InternalSettingsPreparer.prepareEnvironment(
            settings, Map.of(), Path.of(arguments[1]), () -> "tests");
        // false: the modules' classes may stand on the class path
        PluginsLoader plugins = PluginsLoader.createPluginsLoader(
            PluginsLoader.loadModulesBundles(environment.modulesDir()),
            PluginsLoader.loadPluginsBundles(environment.pluginsDir()),
            Map.of(), false);
        Node node = new Node(environment, plugins);
        lifeline.hold(node.start());
    }
}
