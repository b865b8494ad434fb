package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Debian's Chromium without a screen, in a network and among processes of its own, or of a {@link World}: it can reach nothing else, and
 * nothing of it is left when this is closed. It has one page, until that opens another. Driven over a pair of pipes by its DevTools
 * protocol. Not thread-safe.
 */
public final class Browser implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The command that starts Chromium so that pages look as a person would see them, but without use of the network, of a graphics card or
     * of a sandbox: root has none.
     */
    private static final String START = "exec chromium --headless --no-sandbox --disable-gpu"
        + " --disable-dev-shm-usage --disable-background-networking --no-first-run --hide-scrollbars --user-data-dir=\"$HOME\""
        + " --remote-debugging-pipe about:blank 3<\"$HOME/requests\" 4>\"$HOME/answers\"";

    private static final List<String> ALONE = List.of("unshare", "--net", "--pid", "--fork", "--kill-child", "--mount-proc");

    /** The keys that are no characters, or mean something besides, as Windows numbers them. */
    private static final Map<String, Integer> KEYS = Map.of("Tab", 9, "Enter", 13, "Escape", 27, " ", 32,
        "ArrowLeft", 37, "ArrowUp", 38, "ArrowRight", 39, "ArrowDown", 40);

    private static final String CONTRAST = """
        (elements => {
            const parts = colour => colour.match(/[\\d.]+/g).map(Number);
            const light = colour => parts(colour).slice(0, 3).map(part => part / 255)
                .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
                .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
            const behind = one => { const colour = getComputedStyle(one).backgroundColor;
                return one.parentElement === null || parts(colour)[3] !== 0 ? colour : behind(one.parentElement); };
            const contrast = one => { const [dark, bright] = [light(getComputedStyle(one).color), light(behind(one))].sort((a, b) => a - b);
                return (bright + 0.05) / (dark + 0.05); };
            return [...document.querySelectorAll(elements)].filter(one => one.getClientRects().length > 0)
                .filter(one => [...one.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim() !== ""))
                .filter(one => contrast(one) < 4.5).map(one => one.outerHTML.slice(0, 80) + " " + contrast(one));
        })""";

    private final Process process;
    private final OutputStream requests;
    private final InputStream answers;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> awaited = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private String session = "";

    private Browser(Process process, OutputStream requests, InputStream answers) {
        this.process = process;
        this.requests = requests;
        this.answers = answers;
        Thread reader = new Thread(this::read, "browser-answers");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param home where it keeps its files; the caller's to remove */
    public static Browser start(Path home) throws Exception {
        return start(ALONE, home);
    }

    /** Starts a browser in a world, where it finds what listens there. */
    public static Browser start(World world, Path home) throws Exception {
        return start(world.inside(), home);
    }

    private static Browser start(List<String> around, Path home) throws Exception {
        List<String> command = new ArrayList<>(around);
        command.addAll(List.of("sh", "-c", "mkfifo \"$HOME/requests\" \"$HOME/answers\"; " + START));
        ProcessBuilder chromium = new ProcessBuilder(command).redirectOutput(home.resolve("output").toFile()).redirectError(home.resolve("errors").toFile());
        chromium.environment().putAll(Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", home.toString(), "XDG_CACHE_HOME", home.toString(),
            "TMPDIR", home.toString()));
        Process process = chromium.start();
        Wait.until("its pipes are there", () -> Files.exists(home.resolve("answers")));
        OutputStream requests = Files.newOutputStream(home.resolve("requests"));        // waits for the other end
        Browser browser = new Browser(process, requests, new BufferedInputStream(Files.newInputStream(home.resolve("answers"))));
        try {
            browser.attach(browser.ask("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText());
            return browser;
        } catch (IOException | RuntimeException | Error e) {
            browser.close();
            throw e;
        }
    }

    /** Sets how wide and high the window is, and whether the reader wants it dark. */
    public Browser shape(int width, int height, boolean dark) throws IOException {
        ask("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        ask("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    public Browser open(Path page) throws Exception {
        return open(page.toUri().toString());
    }

    public Browser open(String url) throws Exception {
        events.clear();
        String scheme = url.substring(0, url.indexOf(':') + 1);
        ask("Page.navigate", Map.of("url", url));
        Wait.until(url + " is there", () -> evaluate("document.readyState").asText().equals("complete")
            && evaluate("location.protocol").asText().equals(scheme));
        return this;
    }

    /** Opens a page in which {@code script} runs first, before the scripts of its own. */
    public Browser open(String url, String script) throws Exception {
        String added = ask("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script)).get("identifier").asText();
        open(url);
        ask("Page.removeScriptToEvaluateOnNewDocument", Map.of("identifier", added));
        return this;
    }

    /** Goes to the tab that the page has opened, once it is at an address with {@code part} in it, and leaves the page for good. */
    public Browser goToTab(String part) throws Exception {
        String page = session;
        session = "";
        AtomicReference<String> tab = new AtomicReference<>();
        Wait.until("a tab at " + part, () -> {
            ask("Target.getTargets", Map.of()).get("targetInfos").forEach(target -> {
                if (target.get("type").asText().equals("page") && target.get("url").asText().contains(part)) {
                    tab.set(target.get("targetId").asText());
                }
            });
            return tab.get() != null;
        });
        ask("Target.detachFromTarget", Map.of("sessionId", page));
        attach(tab.get());
        Wait.until("it is loaded", () -> evaluate("document.readyState").asText().equals("complete"));
        return this;
    }

    /** Waits until an expression is true. */
    public Browser await(String expression) throws Exception {
        try {
            Wait.until(expression, () -> evaluate(expression).asBoolean());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the page says: " + evaluate("document.body.innerText").asText() + "; " + complaints(), e);
        }
        return this;
    }

    /** Returns the text of the first element that a selector finds. */
    public String text(String selector) throws IOException {
        return evaluate("document.querySelector(" + JSON.writeValueAsString(selector) + ").textContent").asText();
    }

    /** Clicks with the mouse, in the middle of the first element that a selector finds; fails when something lies over it. */
    public Browser click(String selector) throws IOException {
        JsonNode place = evaluate("""
            (one => {
                one.scrollIntoView({ block: "center", behavior: "instant" });
                const { x, y, width, height } = one.getBoundingClientRect();
                const there = document.elementFromPoint(x + width / 2, y + height / 2);
                return { x: x + width / 2, y: y + height / 2, free: one.contains(there), there: there?.outerHTML.slice(0, 200) };
            })(document.querySelector(%s))""".formatted(JSON.writeValueAsString(selector)));
        if (!place.get("free").asBoolean()) {
            fail(selector + " cannot be clicked: " + place);
        }
        double x = place.get("x").asDouble();
        double y = place.get("y").asDouble();
        return mouse("mouseMoved", x, y).mouse("mousePressed", x, y).mouse("mouseReleased", x, y);
    }

    /** Types text as a keyboard or the clipboard would, into what has the focus. */
    public Browser type(String text) throws IOException {
        ask("Input.insertText", Map.of("text", text));
        return this;
    }

    /** Returns the visible elements whose own text has a contrast below 4.5 with what is behind it: WCAG 2.2, AA. */
    public List<String> faint(String selector) throws IOException {
        List<String> faint = new ArrayList<>();
        evaluate(CONTRAST + "(" + JSON.writeValueAsString(selector) + ")").forEach(one -> faint.add(one.asText()));
        return faint;
    }

    /** Returns the value of an expression, as data; fails when the expression throws. */
    public JsonNode evaluate(String expression) throws IOException {
        JsonNode answer = ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            fail(expression + ": " + answer.get("exceptionDetails"));
        }
        return answer.get("result").path("value");
    }

    /** @param type {@code mouseMoved}, {@code mousePressed} or {@code mouseReleased}, with the left button */
    public Browser mouse(String type, double x, double y) throws IOException {
        ask("Input.dispatchMouseEvent", Map.of("type", type, "x", x, "y", y, "button", type.equals("mouseMoved") ? "none" : "left", "clickCount", 1));
        return this;
    }

    /** @param key as a KeyboardEvent names it */
    public Browser press(String key) throws IOException {
        Map<String, Object> event = new LinkedHashMap<>(Map.of("key", key, "windowsVirtualKeyCode", KEYS.getOrDefault(key, 0)));
        if (key.length() == 1 || key.equals("Enter")) {
            event.put("text", key.equals("Enter") ? "\r" : key);
        }
        for (String type : List.of("keyDown", "keyUp")) {
            event.put("type", type);
            ask("Input.dispatchKeyEvent", event);
        }
        return this;
    }

    /** Returns the whole page, as a PNG picture. */
    public byte[] picture() throws IOException {
        return Base64.getDecoder().decode(ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true)).get("data").asText());
    }

    /** Returns what the page complained about since it was opened: errors of scripts, and of its policies. */
    public List<String> complaints() {
        return events.stream().filter(event -> switch (event.get("method").asText()) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" -> List.of("error", "warning", "assert").contains(event.at("/params/type").asText());
            case "Log.entryAdded" -> List.of("error", "warning").contains(event.at("/params/entry/level").asText());
            default -> false;
        }).map(JsonNode::toString).toList();
    }

    /** Returns the addresses that the browser asked for since the page was opened, apart from those inside the page. */
    public List<String> requested() {
        return events.stream().filter(event -> event.get("method").asText().equals("Network.requestWillBeSent"))
            .map(event -> event.at("/params/request/url").asText()).filter(url -> !url.startsWith("data:")).toList();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            requests.close();
        } catch (IOException e) {
            // nobody is there to read it any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attach(String target) throws IOException {
        session = ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true)).get("sessionId").asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            ask(domain + ".enable", Map.of());
        }
    }

    private JsonNode ask(String method, Map<String, Object> parameters) throws IOException {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        awaited.put(id, answer);
        Map<String, Object> request = new LinkedHashMap<>(Map.of("id", id, "method", method, "params", parameters));
        if (!session.isEmpty()) {
            request.put("sessionId", session);
        }
        requests.write((JSON.writeValueAsString(request) + "\0").getBytes(StandardCharsets.UTF_8));
        requests.flush();
        try {
            JsonNode answered = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return answered.has("error") ? fail(method + ": " + answered.get("error")) : answered.get("result");
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IOException(method + ": no answer", e);
        }
    }

    /** Reads messages, each of which ends with a zero byte. */
    private void read() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        try (answers) {
            for (int next = answers.read(); next >= 0; next = answers.read()) {
                if (next != 0) {
                    message.write(next);
                    continue;
                }
                JsonNode said = JSON.readTree(message.toByteArray());
                message.reset();
                if (said.has("id")) {
                    awaited.remove(said.get("id").asInt()).complete(said);
                } else {
                    events.add(said);
                }
            }
            throw new IOException("it has ended");
        } catch (IOException e) {
            awaited.values().forEach(answer -> answer.completeExceptionally(e));
        }
    }
}
