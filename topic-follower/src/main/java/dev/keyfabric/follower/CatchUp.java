package dev.keyfabric.follower;

/**
 * How far a run is on its way to the end offsets (LSO) seen at its start.
 *
 * @param records applied in this run
 * @param total offsets that lay between the view and that end when the run began; -1 when it is not known
 * @param behind offsets that still lie between them; -1 when it is not known
 * @param secondsLeft at the pace of this run so far; -1 when it cannot be told
 */
public record CatchUp(long records, long total, long behind, long secondsLeft) {
    public static final CatchUp UNKNOWN = new CatchUp(0, -1, -1, -1);

    /** How much of the way is done, 0 to 100, rounded down; 0 while it is not known. */
    public int percent() {
        if (total < 0) {
            return 0;
        }
        return total == 0 ? 100 : (int) (100.0 * (total - behind) / total);
    }
}
