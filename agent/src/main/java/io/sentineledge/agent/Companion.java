package io.sentineledge.agent;

/** Goes along with what watches this machine. Called on the reader's thread. */
interface Companion {
  /** For an agent that nobody looks after. */
  Companion NONE =
      new Companion() {
        @Override
        public void begin(Live parts) {}

        @Override
        public boolean goOn(Throwable failure) {
          return false;
        }

        @Override
        public void end() {}
      };

  /** Programs are attached, and events are about to be taken in. */
  void begin(Live parts);

  /** A pass of the reader has failed; whether it is to go on with the next one. */
  boolean goOn(Throwable failure);

  /** The last event was taken in; the parts are about to be closed. */
  void end();
}
