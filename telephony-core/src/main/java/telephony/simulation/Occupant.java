package telephony.simulation;

/** Who is behind a session: a phone call, an agent. Called while the world is being changed. */
interface Occupant {

    /** Behind the session is nobody whom the simulation plays. */
    Occupant NOBODY = new Occupant() {
        @Override
        public void onLeft(String reason) {
            // There is nobody to be told.
        }

        @Override
        public void onRoomChanged(Room room) {
            // There is nobody to be told.
        }

        @Override
        public void onServerLost() {
            // Nobody comes back.
        }

        @Override
        public boolean onServerBack(SimulationTiming timing) {
            return false;
        }
    };

    /** Its session ended. */
    void onLeft(String reason);

    /** Somebody came, went or spoke. */
    void onRoomChanged(Room room);

    /** The server died, and its session with it; nobody was told of that. */
    void onServerLost();

    /**
     * The server is there again.
     *
     * @return whether this one comes back
     */
    boolean onServerBack(SimulationTiming timing);
}
