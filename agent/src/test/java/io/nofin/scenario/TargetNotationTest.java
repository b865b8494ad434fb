package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.BadValueException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetNotationTest {

    @Test
    void readsWhatATargetIsWrittenAs() {
        List<TargetSpec> targets = List.of(new TargetSpec.Netns("app"), new TargetSpec.Docker("app"), new TargetSpec.DockerLabel("a=b"),
            new TargetSpec.Pid(4711), new TargetSpec.Host());
        for (TargetSpec target : targets) {
            assertEquals(target, TargetNotation.parse(target.toString()));
        }
    }

    @Test
    void leavesAddressesAndNamesToOthers() {
        for (String other : List.of("10.0.0.1", "fd00::1", "db.example.org", "")) {
            assertEquals(Optional.empty(), TargetNotation.tryParse(other));
        }
    }

    @Test
    void namesContainersByAllOfSomeLabelsOrAsComposeDoes() {
        assertEquals(new TargetSpec.DockerLabel(List.of("a=b", "c=d,e")), TargetNotation.parse("docker:label=a=b,label=c=d,e"));
        TargetSpec.DockerLabel api = (TargetSpec.DockerLabel) TargetNotation.parse("compose:shop/api");
        assertEquals(List.of("com.docker.compose.project=shop", "com.docker.compose.service=api"), api.labels());
        assertTrue(api.isOf(Map.of("com.docker.compose.project", "shop", "com.docker.compose.service", "api", "more", "")));
        assertFalse(api.isOf(Map.of("com.docker.compose.project", "other", "com.docker.compose.service", "api")));
        for (String notation : List.of("compose:shop/api", "compose:api", "docker:label=a=b,label=c=d,e")) {
            assertEquals(notation, TargetNotation.parse(notation).toString());
        }
        assertEquals("not a service of Docker Compose: 'a/b/c': write project/service, for example shop/api",
            assertThrows(BadValueException.class, () -> TargetNotation.parse("compose:a/b/c")).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose:shop/api", "docker:label=com.example.role=db", "docker:label=role=web,label=tier=1", "docker:app", "netns:app", "pid:1",
        "netns:/run/netns/with space", "host"})
    void isTheNameOfATargetInPlace(String notation) {
        assertEquals(notation, new NamedTargets().add(TargetNotation.parse(notation)));
    }

    @Test
    void guessesTheKindThatWasMistyped() {
        for (String[] slip : new String[][] {{"dokcer:app", "docker:app"}, {"netn:app", "netns:app"}, {"composer:shop/api", "compose:shop/api"}, {"pdi:1", "pid:1"}}) {
            String said = assertThrows(BadValueException.class, () -> TargetNotation.parse(slip[0])).getMessage();
            assertTrue(said.startsWith("not a target: '" + slip[0] + "': did you mean '" + slip[1] + "'? A target is netns:NAME, "), said);
        }
    }

    @Test
    void takesANameWithoutADotForWhatMayBeCalledSo() {
        assertEquals("write docker:redis for a container of that name, netns:redis for a named network namespace, an address, or a name in DNS or"
            + " /etc/hosts", TargetNotation.remedy("redis"));
        assertEquals("name a target, an address, or a name in DNS or /etc/hosts", TargetNotation.remedy("db.example.org"));
    }

    @Test
    void saysWhatToWriteInstead() {
        assertEquals("not a target: 'app': write docker:app for a container of that name, netns:app for a named network namespace, or another of netns:NAME, docker:NAME, docker:label=KEY=VALUE, compose:PROJECT/SERVICE, pid:NUMBER or host;"
            + " 'nofin targets' lists what is here", assertThrows(BadValueException.class, () -> TargetNotation.parse("app")).getMessage());
        assertEquals("not a process number: 'one': write for example pid:4711",
            assertThrows(BadValueException.class, () -> TargetNotation.parse("pid:one")).getMessage());
    }
}
