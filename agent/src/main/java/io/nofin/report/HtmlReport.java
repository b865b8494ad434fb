package io.nofin.report;

import io.nofin.run.RunResult;
import io.nofin.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run's result as one page that needs nothing else: no network, no other file. The page enforces that itself, by a policy that lets
 * the browser load nothing and run only the page's own scripts. Without scripts it lacks the charts and nothing else.
 */
public final class HtmlReport {

    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/4.4.9/";

    /** The modules of the charts. Each imports from those before it only, so that they work one after the other in one script. */
    private static final List<String> MODULES =
        List.of("data", "format", "elements", "view", "lines", "decoration", "pointer", "charts", "report");

    private HtmlReport() {
    }

    public static String of(Scenario scenario, RunResult result) {
        String style = Resource.text("report.css");
        String library = Resource.text(CHARTS + "dist/chart.umd.js");
        String script = MODULES.stream().map(HtmlReport::inlined).collect(Collectors.joining("\n"));
        String policy = "default-src 'none'; img-src data:; style-src " + digest(style) + "; script-src "
            + Stream.of(library, script).map(HtmlReport::digest).collect(Collectors.joining(" ")) + "; base-uri 'none'; form-action 'none'";
        Conclusion conclusion = Conclusion.of(result);
        Markup head = new Markup()
            .single("meta", "http-equiv", "Content-Security-Policy", "content", policy).line()
            .single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line()
            .single("meta", "name", "color-scheme", "content", "light dark").line()
            .single("link", "rel", "icon", "href", icon(conclusion)).line()
            .element("title", result.scenario() + ": " + conclusion.word().toLowerCase(Locale.ROOT));
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" + head + "\n<style>" + style + "</style>\n</head>\n<body>\n"
            + HtmlBody.of(scenario, result) + "<script type=\"application/json\" id=\"report\">" + data(result) + "</script>\n<!--\n"
            + Resource.text(CHARTS + "LICENSE.md") + "-->\n<script>" + library + "</script>\n<script type=\"module\">" + script + "</script>\n</body>\n</html>\n";
    }

    /** Returns a module as a part of a script that has those it imports from as well. */
    private static String inlined(String module) {
        return Resource.text("charts/" + module + ".js").replaceAll("(?m)^import .*\n", "").replaceAll("(?m)^export ", "");
    }

    /** Returns the report as JSON with every less-than sign escaped: in a string, one could end the element that holds it. */
    private static String data(RunResult result) {
        return JsonReport.line(result).replace("<", "\\u003c");
    }

    /** Returns an icon, a dot that tells the browser tab of a failed run from the others. */
    private static String icon(Conclusion conclusion) {
        String colour = conclusion.word().equals("PASSED") ? "%231a7f4b" : "%23c4302b";
        return "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'><circle cx='4' cy='4' r='4' fill='" + colour + "'/></svg>";
    }

    /** Returns the hash of an inline script or style, as a Content-Security-Policy names it. */
    private static String digest(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
