package dev.keyfabric.validation.view;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes the parts of a packed row, each as short as it can be; {@link PackReader} reads them in the same order. */
final class PackWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(192);

    byte[] bytes() {
        return out.toByteArray();
    }

    /** Zigzag, seven bits a byte. */
    void number(long number) {
        long rest = number << 1 ^ number >> 63;
        while ((rest & ~0x7fL) != 0) {
            out.write(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    void flag(boolean flag) {
        out.write(flag ? 1 : 0);
    }

    @SuppressWarnings("EnumOrdinal") // nothing of it outlasts the process
    void choice(@Nullable Enum<?> choice) {
        out.write(choice == null ? 0 : choice.ordinal() + 1);
    }

    void blob(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
    }

    void text(String text) {
        blob(Texts.bytes(text));
    }

    void time(@Nullable Instant time) {
        flag(time != null);
        if (time != null) {
            number(time.toEpochMilli());
        }
    }

    <T> void list(Collection<T> elements, Consumer<T> each) {
        number(elements.size());
        elements.forEach(each);
    }
}
