package io.sentineledge.agent;

import io.sentineledge.sensor.LiveSensor;
import io.sentineledge.state.EventContext;

/** The parts that watch this machine, once they do. */
record Live(LiveSensor sensor, EventContext context, Pipeline pipeline) {}
