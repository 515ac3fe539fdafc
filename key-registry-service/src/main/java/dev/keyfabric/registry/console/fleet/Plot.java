package dev.keyfabric.registry.console.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Times of revocations as a picture: one point each, the newest at the right, milliseconds upwards from zero.
 *
 * @param points in the picture's own units
 * @param lines across it, each with the time it stands for
 * @param p50 half of the times are no longer
 * @param p99 of a hundred, one is longer
 */
public record Plot(List<Point> points, List<Line> lines, long p50, long p99, int count) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 220;
    private static final int LEFT = 56;
    private static final int RIGHT = 12;
    private static final int TOP = 14;
    private static final int BOTTOM = 16;
    private static final int LINES = 4;

    /** One revocation at one node. */
    public record Point(String x, String y, long ms) {}

    /** A line with its time. */
    public record Line(String y, String label) {}

    static Plot of(List<Duration> times) {
        List<Long> ms = times.stream().map(Duration::toMillis).toList();
        long top = roundUp(ms.stream().mapToLong(Long::longValue).max().orElse(0));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < ms.size(); i++) {
            double x = ms.size() == 1 ? WIDTH - RIGHT : LEFT + (double) i / (ms.size() - 1) * (WIDTH - LEFT - RIGHT);
            points.add(new Point(coordinate(x), coordinate(y(ms.get(i), top)), ms.get(i)));
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i <= LINES; i++) {
            long at = top * i / LINES;
            lines.add(new Line(coordinate(y(at, top)), at + " ms"));
        }
        List<Long> sorted = ms.stream().sorted().toList();
        return new Plot(points, lines, quantile(sorted, 0.5), quantile(sorted, 0.99), ms.size());
    }

    /** The points as one line. */
    public String path() {
        return points.stream().map(p -> p.x() + "," + p.y()).collect(Collectors.joining(" "));
    }

    public boolean isEmpty() {
        return points.isEmpty();
    }

    private static double y(long ms, long top) {
        return HEIGHT - BOTTOM - (double) ms / top * (HEIGHT - TOP - BOTTOM);
    }

    /** The least of 1, 2 or 4 times a power of ten, and four at least, that holds a value: its quarters are whole. */
    private static long roundUp(long ms) {
        long power = 4;
        while (true) {
            for (long step : new long[] {1, 2, 5}) {
                if (power * step >= ms) {
                    return power * step;
                }
            }
            power *= 10;
        }
    }

    private static long quantile(List<Long> sorted, double part) {
        return sorted.isEmpty() ? 0 : sorted.get((int) Math.max(0, Math.ceil(part * sorted.size()) - 1));
    }

    private static String coordinate(double value) {
        return String.valueOf(Math.round(value * 10) / 10.0);
    }
}
