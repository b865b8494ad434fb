package io.nofin.firewall;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkUseTest {

    /** Rules as iptables-save 1.8.9 prints them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-p tcp -j ACCEPT                                                   | 0          | false",
        "-m mark --mark 0x1 -j ACCEPT                                       | 0x1        | true",
        "-m mark --mark 0x10/0xf0 -j ACCEPT                                 | 0xf0       | false",
        "-m mark ! --mark 0x0/0x4000 -j RETURN                              | 0x4000     | false",
        "-j MARK --set-xmark 0x4000/0x4000                                  | 0x4000     | false",
        "-j MARK --set-xmark 0x7/0xffffffff                                 | 0x7        | false",
        "-m mark --mark 0184467440 -j ACCEPT                                | 184467440  | true",
        "-j CONNMARK --restore-mark --nfmask 0xff00 --ctmask 0xff           | 0xffff     | false",
        "-j CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff    | 0xffffffff | false",
        "-m connmark --mark 0x80000000/0x80000000 -j DROP                   | 0x80000000 | false",
        "-m comment --comment \"with no --marker\" -j ACCEPT                | 0          | false"})
    void findsTheBits(String rule, String bits, boolean whole) {
        MarkUse use = MarkUse.of(SavedRules.parse("*mangle\n[1:60] -A OUTPUT " + rule + "\nCOMMIT\n"));

        assertEquals(new MarkUse((int) (long) Long.decode(bits), whole), use);
    }
}
