package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.nofin.testing.Browser;
import io.nofin.testing.KernelTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser; its pictures are in {@code target/pictures}, to be looked at. */
@KernelTest
class HtmlReportTest {

    private static final Path PICTURES = Path.of("target/pictures");
    private static final String COLOURS = """
        [...document.querySelectorAll("canvas")].map(canvas => new Set(new Uint32Array(canvas.getContext("2d")
            .getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size)""";

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static Path page;

    @BeforeAll
    static void openBrowser() throws Exception {
        page = Files.writeString(directory.resolve("report.html"), HtmlReport.of(FullRun.scenario(), FullRun.result()));
        browser = Browser.start(Files.createDirectory(directory.resolve("browser")));
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "400, false", "400, true"})
    void drawsAllChartsAndFitsTheWindow(int width, boolean dark) throws Exception {
        browser.shape(width, 900, dark).open(page);

        JsonNode colours = browser.evaluate(COLOURS);
        assertEquals(4, colours.size(), "faults and probes, packets, round trip, retransmissions");
        colours.forEach(count -> assertTrue(count.asInt() > 5, "blank: " + colours));
        assertEquals(width, browser.evaluate("document.documentElement.scrollWidth").asInt());
        assertEquals(List.of(), browser.faint("h1, h2, p, td, th, .chip, li, button, output, pre, summary, figcaption"));
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(page.toUri().toString()), browser.requested());
        Files.write(Files.createDirectories(PICTURES).resolve("report-" + width + (dark ? "-dark.png" : "-light.png")), browser.picture());
    }

    @Test
    void showsTheValuesUnderTheCursorInEveryChart() throws Exception {
        browser.shape(1280, 900, false).open(page);
        hover(1, 7);
        String readouts = browser.evaluate("[...document.querySelectorAll('.readout')].map(one => one.textContent).join('; ')").asText();

        assertTrue(browser.evaluate("document.querySelector('output').textContent").asText().startsWith("at 7.0"), "the moment");
        assertTrue(readouts.contains("cut in forcedb down (" + FullRun.NASTY + ")") || readouts.contains("cut in forcedb failed"), readouts);
        assertTrue(readouts.contains("app out 0.00/sapp in 0.00/scut: dropped 20.0/s"), readouts);
        assertTrue(readouts.contains("app-to-db: TCP's timer 12.8 s"), readouts);
        assertTrue(readouts.contains("app-to-db: sent again 2"), readouts);

        browser.mouse("mouseMoved", 5, 5);
        assertFalse(browser.evaluate("document.querySelector('output').textContent").asText().startsWith("at"), "the cursor has left");
    }

    @Test
    void zoomsAllChartsTogether() throws Exception {
        browser.shape(1280, 900, false).open(page);
        assertEquals(List.of(0.0, 20.1), view());

        double[] from = place(1, 4);
        double[] to = place(1, 8);
        browser.mouse("mouseMoved", from[0], from[1]).mouse("mousePressed", from[0], from[1]);
        browser.mouse("mouseMoved", to[0], to[1]).mouse("mouseReleased", to[0], to[1]);

        assertEquals(List.of(4.0, 8.0), view());
        browser.evaluate("document.querySelector('[aria-label=\"Show all\"]').click()");
        assertEquals(List.of(0.0, 20.1), view());
    }

    @Test
    void isUsedByKeyboardAlone() throws Exception {
        browser.shape(1280, 900, false).open(page);
        browser.evaluate("document.getElementById('charts').focus()");

        browser.press("+");
        assertEquals(List.of(5.0, 15.1), view());
        browser.press("ArrowRight");
        assertTrue(browser.evaluate("document.querySelector('output').textContent").asText().startsWith("at 5.1"), "a hundredth of the view");
        browser.press("-").press("0");
        assertEquals(List.of(0.0, 20.1), view());
    }

    @Test
    void hidesALineAndShowsItAgain() throws Exception {
        browser.shape(1280, 900, false).open(page);
        String button = "document.querySelector('.readout button')";
        String visible = "Chart.getChart(document.querySelectorAll('canvas')[1]).isDatasetVisible(0)";

        browser.evaluate(button + ".click()");
        assertEquals("false", browser.evaluate(button + ".getAttribute('aria-pressed')").asText());
        assertFalse(browser.evaluate(visible).asBoolean());
        browser.evaluate(button + ".click()");
        assertTrue(browser.evaluate(visible).asBoolean());
    }

    @Test
    void takesTextForNothingElse() throws Exception {
        browser.shape(1280, 900, false).open(page);

        assertEquals(FullRun.NASTY, browser.evaluate("document.querySelector('h1').textContent").asText());
        assertEquals("undefined", browser.evaluate("typeof injected").asText());
        assertEquals(0, browser.evaluate("document.querySelectorAll('img, main script, iframe').length").asInt());
        assertEquals(3, browser.evaluate("document.scripts.length").asInt(), "data, library, and the page's own");
    }

    private static void hover(int chart, double moment) throws Exception {
        double[] place = place(chart, moment);
        browser.mouse("mouseMoved", place[0], place[1]);
    }

    /** Scrolls a chart into the window, and returns where in the window a moment of it is. */
    private static double[] place(int chart, double moment) throws Exception {
        JsonNode place = browser.evaluate("(() => { const canvas = document.querySelectorAll('canvas')[" + chart + "];"
            + " canvas.scrollIntoView({ block: 'center' }); const box = canvas.getBoundingClientRect();"
            + " return [box.left + Chart.getChart(canvas).scales.x.getPixelForValue(" + moment + "), box.top + box.height / 2]; })()");
        return new double[] {place.get(0).asDouble(), place.get(1).asDouble()};
    }

    /** Returns the stretch of time that all charts show, in seconds, to a tenth. */
    private static List<Double> view() throws Exception {
        JsonNode views = browser.evaluate("[...document.querySelectorAll('canvas')].map(canvas => Chart.getChart(canvas).scales.x)"
            + ".map(x => [x.min, x.max].map(at => Math.round(at * 10) / 10))");
        views.forEach(one -> assertEquals(views.get(0), one, "all show the same"));
        return List.of(views.get(0).get(0).asDouble(), views.get(0).get(1).asDouble());
    }
}
