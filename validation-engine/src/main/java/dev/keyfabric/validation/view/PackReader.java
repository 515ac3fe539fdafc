package dev.keyfabric.validation.view;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link PackWriter} wrote. */
final class PackReader {
    private final byte[] bytes;
    private int at;

    PackReader(byte[] bytes) {
        this.bytes = bytes;
    }

    <S extends Subject> Held<S> held(Mark[] marks, Supplier<S> state) {
        Mark mark = someChoice(marks);
        boolean isFinal = flag();
        long version = number();
        return new Held<>(mark, isFinal, version, flag() ? state.get() : null);
    }

    long number() {
        long raw = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            raw |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return raw >>> 1 ^ -(raw & 1);
            }
        }
    }

    boolean flag() {
        return bytes[at++] != 0;
    }

    <E> @Nullable E choice(E[] choices) {
        int choice = bytes[at++];
        return choice == 0 ? null : choices[choice - 1];
    }

    <E> E someChoice(E[] choices) {
        return Objects.requireNonNull(choice(choices));
    }

    byte[] blob() {
        int length = (int) number();
        byte[] blob = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return blob;
    }

    String text() {
        int length = (int) number();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    @Nullable
    Instant time() {
        return flag() ? Instant.ofEpochMilli(number()) : null;
    }

    Instant someTime() {
        return Objects.requireNonNull(time());
    }

    <T> List<T> list(Supplier<T> element) {
        int size = (int) number();
        if (size == 0) {
            return List.of();
        }
        if (size == 1) {
            return List.of(element.get());
        }
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return List.copyOf(list);
    }
}
