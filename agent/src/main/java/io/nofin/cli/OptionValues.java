package io.nofin.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the lists and maps that options fill. Picocli's own factory, which makes the rest, looks for Groovy in every library first. */
final class OptionValues implements IFactory {

    static final IFactory FACTORY = new OptionValues();

    private OptionValues() {
    }

    @Override
    public <T> T create(Class<T> type) throws Exception {
        return type == List.class ? type.cast(new ArrayList<>()) : type == Map.class ? type.cast(new LinkedHashMap<>())
            : CommandLine.defaultFactory().create(type);
    }
}
