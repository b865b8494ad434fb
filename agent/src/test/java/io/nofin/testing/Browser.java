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

/**
 * Debian's Chromium without a screen, with one page, in a network and among processes of its own: it can reach nothing, and nothing of
 * it is left when this is closed. Driven over a pair of pipes by its DevTools protocol. Not thread-safe.
 */
public final class Browser implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** As it would be shown, less what would use the network, a graphics card or a sandbox, which root has none of. */
    private static final String START = "exec unshare --net --pid --fork --kill-child --mount-proc chromium --headless --no-sandbox --disable-gpu"
        + " --disable-dev-shm-usage --disable-background-networking --no-first-run --hide-scrollbars --user-data-dir=\"$HOME\""
        + " --remote-debugging-pipe about:blank 3<\"$HOME/requests\" 4>\"$HOME/answers\"";

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
        ProcessBuilder chromium = new ProcessBuilder("sh", "-c", "mkfifo \"$HOME/requests\" \"$HOME/answers\"; " + START)
            .redirectOutput(home.resolve("output").toFile()).redirectError(home.resolve("errors").toFile());
        chromium.environment().putAll(Map.of("HOME", home.toString(), "XDG_CONFIG_HOME", home.toString(), "XDG_CACHE_HOME", home.toString(),
            "TMPDIR", home.toString()));
        Process process = chromium.start();
        Wait.until("its pipes are there", () -> Files.exists(home.resolve("answers")));
        OutputStream requests = Files.newOutputStream(home.resolve("requests"));        // waits for the other end
        Browser browser = new Browser(process, requests, new BufferedInputStream(Files.newInputStream(home.resolve("answers"))));
        try {
            String target = browser.ask("Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
            browser.session = browser.ask("Target.attachToTarget", Map.of("targetId", target, "flatten", true)).get("sessionId").asText();
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                browser.ask(domain + ".enable", Map.of());
            }
            return browser;
        } catch (IOException | RuntimeException | Error e) {
            browser.close();
            throw e;
        }
    }

    /** How wide and high its window is, and whether the reader wants it dark. */
    public Browser shape(int width, int height, boolean dark) throws IOException {
        ask("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        ask("Emulation.setEmulatedMedia", Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    public Browser open(Path page) throws Exception {
        events.clear();
        ask("Page.navigate", Map.of("url", page.toUri().toString()));
        Wait.until("the page is there", () -> evaluate("document.readyState").asText().equals("complete")
            && evaluate("location.protocol").asText().equals("file:"));
        return this;
    }

    /** What an expression is, as data. */
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
        Map<String, Object> event = new LinkedHashMap<>(Map.of("type", "keyDown", "key", key));
        if (key.length() == 1) {
            event.put("text", key);
        }
        ask("Input.dispatchKeyEvent", event);
        ask("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
        return this;
    }

    /** The whole page, as a PNG picture. */
    public byte[] picture() throws IOException {
        return Base64.getDecoder().decode(ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true)).get("data").asText());
    }

    /** What it complained about since the page was opened: errors of scripts, and of its policies. */
    public List<String> complaints() {
        return events.stream().filter(event -> switch (event.get("method").asText()) {
            case "Runtime.exceptionThrown" -> true;
            case "Runtime.consoleAPICalled" -> List.of("error", "warning", "assert").contains(event.at("/params/type").asText());
            case "Log.entryAdded" -> List.of("error", "warning").contains(event.at("/params/entry/level").asText());
            default -> false;
        }).map(JsonNode::toString).toList();
    }

    /** The addresses it asked for since the page was opened, those inside the page aside. */
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

    /** Messages end with a zero byte. */
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
