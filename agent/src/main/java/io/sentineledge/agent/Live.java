package io.sentineledge.agent;

import io.sentineledge.sensor.LiveSensor;
import io.sentineledge.state.EventContext;
import io.sentineledge.state.Lookups;

/** The parts that watch this machine, once they do. */
record Live(LiveSensor sensor, EventContext context, Pipeline pipeline, Lookups lookups) {}
