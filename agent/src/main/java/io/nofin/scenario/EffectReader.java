package io.nofin.scenario;

import io.nofin.yaml.Keyword;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The effects that stand alone, by their keys; {@link ShapingReader} has the others. A new effect is a constant here, a record
 * that {@link Effect} permits and a line in the schema.
 */
enum EffectReader implements Keyword {
    DROP(DropReader::read),
    REJECT(RejectReader::read);

    static final List<String> KEYS = Stream.of(values()).map(Keyword::word).toList();

    private final Function<Value, Optional<? extends Effect>> reader;

    EffectReader(Function<Value, Optional<? extends Effect>> reader) {
        this.reader = reader;
    }

    /** @param value what stands under one of {@link #KEYS} */
    static Optional<? extends Effect> read(Value value) {
        return values()[KEYS.indexOf(value.key())].reader.apply(value);
    }
}
