package dev.keyfabric.validation.limits;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * What keys had consumed, on disk: magic and version, wall time in ms, then each key with its total and its amounts, an
 * end mark, and the CRC-32 of all that. Replaced as a whole, so that what is there was written to its end. Not synced: a
 * power cut may lose it, as it may the seconds before it.
 */
final class LimitFile {
    private static final int MAGIC = 0x4b464c31; // KFL1
    private static final String WINDOW = "";
    private static final int CRC_BYTES = Long.BYTES;

    private final Path file;

    LimitFile(Path file) {
        this.file = file;
    }

    /**
     * Everything that was written.
     *
     * @param savedAtMs when, by the wall clock
     */
    record Saved(long savedAtMs, List<Consumed> keys) {}

    /** Writes whatever the teller tells. */
    void write(long nowMs, Consumer<Consumer<Consumed>> teller) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        CRC32 crc = new CRC32();
        Files.createDirectories(beside.toAbsolutePath().getParent());
        try (OutputStream raw = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 16);
                DataOutputStream out = new DataOutputStream(new CheckedOutputStream(raw, crc))) {
            out.writeInt(MAGIC);
            out.writeLong(nowMs);
            teller.accept(one -> {
                try {
                    write(one, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            out.writeBoolean(false);
            out.writeLong(crc.getValue());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * What was written last; nothing when nothing was.
     *
     * @throws IOException when it cannot be read, or is not what was written
     */
    Saved read() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Saved(0, List.of());
        }
        int length = bytes.length - CRC_BYTES;
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, Math.max(0, length));
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new IOException("another format");
            }
            long savedAt = in.readLong();
            List<Consumed> keys = new ArrayList<>();
            while (in.readBoolean()) {
                keys.add(readKey(in));
            }
            if (in.readLong() != crc.getValue() || in.read() >= 0) {
                throw new IOException("not what was written");
            }
            return new Saved(savedAt, keys);
        } catch (IllegalArgumentException e) {
            throw new IOException("not what was written", e);
        }
    }

    private static void write(Consumed one, DataOutputStream out) throws IOException {
        out.writeBoolean(true);
        out.writeUTF(one.keyId());
        out.writeLong(one.total());
        out.writeByte(one.amounts().size());
        for (Consumed.Amount amount : one.amounts()) {
            Limit limit = amount.limit();
            out.writeUTF(limit.name());
            out.writeLong(limit.quota());
            if (limit instanceof RateWindow window) {
                out.writeUTF(WINDOW);
                out.writeLong(window.windowSeconds());
            } else if (limit instanceof CalendarQuota quota) {
                out.writeUTF(quota.period().name());
                out.writeLong(amount.endMs());
            }
            out.writeLong(amount.amount());
        }
    }

    private static Consumed readKey(DataInputStream in) throws IOException {
        String keyId = in.readUTF();
        long total = in.readLong();
        int count = in.readUnsignedByte();
        List<Consumed.Amount> amounts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            long quota = in.readLong();
            String period = in.readUTF();
            long number = in.readLong();
            Limit limit = period.equals(WINDOW)
                    ? new RateWindow(name, quota, number)
                    : new CalendarQuota(name, quota, CalendarPeriod.valueOf(period));
            amounts.add(new Consumed.Amount(limit, in.readLong(), period.equals(WINDOW) ? 0 : number));
        }
        return new Consumed(keyId, total, amounts);
    }
}
