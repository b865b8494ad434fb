package io.nofin.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.run.Judgement;
import io.nofin.run.RunResult;
import io.nofin.scenario.FaultExpectation;
import io.nofin.witness.measure.Verdict;
import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The report for CI servers. The schema is what they agree on: elements, attributes and their types. */
class JunitReportTest {

    private static final XPath PATH = XPathFactory.newInstance().newXPath();
    private static final FaultExpectation SILENT = new FaultExpectation.Silent("cut", true);

    @Test
    void hasACaseForTheRunEachFaultAndEachExpectation() throws Exception {
        Document suite = parsed(Samples.judged(new Judgement(SILENT, Verdict.yes("0 FIN"), "fault cut")));

        assertEquals("3", PATH.evaluate("/testsuites/testsuite/@tests", suite));
        assertEquals("0", PATH.evaluate("/testsuites/testsuite/@failures", suite));
        assertEquals("0", PATH.evaluate("/testsuites/testsuite/@errors", suite));
        assertEquals("2026-01-02T03:04:05", PATH.evaluate("/testsuites/testsuite/@timestamp", suite));
        assertEquals("the run", PATH.evaluate("//testcase[1]/@name", suite));
        assertEquals("fault cut takes effect", PATH.evaluate("//testcase[2]/@name", suite));
        assertEquals("10.000", PATH.evaluate("//testcase[2]/@time", suite), "how long it was in force");
        assertEquals("{ fault: cut, silent: true }", PATH.evaluate("//testcase[3]/@name", suite));
        assertEquals("test", PATH.evaluate("//testcase[3]/@classname", suite));
        assertEquals("0", PATH.evaluate("count(//testcase/*)", suite));
    }

    @Test
    void failsWhatDoesNotHoldAndWhatIsNotKnown() throws Exception {
        Document suite = parsed(Samples.judged(new Judgement(SILENT, Verdict.no("1 RST"), "fault cut"),
            new Judgement(SILENT, Verdict.unknown("no capture"), "fault cut")));

        assertEquals("2", PATH.evaluate("/testsuites/testsuite/@failures", suite));
        assertEquals("not met", PATH.evaluate("//testcase[3]/failure/@type", suite));
        assertEquals("1 RST", PATH.evaluate("//testcase[3]/failure/@message", suite));
        assertEquals("expected: { fault: cut, silent: true }\nseen: 1 RST\nwhere: fault cut", PATH.evaluate("//testcase[3]/failure", suite));
        assertEquals("unknown", PATH.evaluate("//testcase[4]/failure/@type", suite));
    }

    @Test
    void failsAFaultThatMatchedNothing() throws Exception {
        Document suite = parsed(Samples.run(Samples.fault(false, List.of()), Samples.fault(true, List.of())));

        assertEquals("1", PATH.evaluate("/testsuites/testsuite/@failures", suite));
        assertEquals("no effect", PATH.evaluate("//testcase[2]/failure/@type", suite));
        assertEquals("0", PATH.evaluate("count(//testcase[3]/failure)", suite), "it was optional");
    }

    @Test
    void reportsProblemsAsAnError() throws Exception {
        Document suite = parsed(Samples.run(List.of(), List.of(), List.of("the timeline ended early: no", "and more"), false));

        assertEquals("1", PATH.evaluate("/testsuites/testsuite/@errors", suite));
        assertEquals("the timeline ended early: no\nand more", PATH.evaluate("//testcase[1]/error", suite));
        assertEquals("interrupted", PATH.evaluate("//testcase[1]/error/@type",
            parsed(Samples.run(List.of(), List.of(), List.of(), true))));
    }

    @Test
    void bearsAnyText() throws Exception {
        String nasty = "]]></failure>&\"'<\u0001\u001b[31m\uD800 \uD83D\uDCA9";
        Document suite = parsed(Samples.judged(new Judgement(SILENT, Verdict.no(nasty), "here")));

        assertEquals("]]></failure>&\"'<[31m \uD83D\uDCA9", PATH.evaluate("//testcase[3]/failure/@message", suite));
    }

    private static Document parsed(RunResult result) throws Exception {
        String xml = JunitReport.of(result);
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(JunitReportTest.class.getResource("/report/junit.xsd"))
            .newValidator().validate(new StreamSource(new StringReader(xml)));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
