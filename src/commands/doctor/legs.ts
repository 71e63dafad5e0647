import type { Finding } from "./check.ts";
import type { Connected } from "./connected.ts";
import type { Leg } from "./explain.ts";
import type { Patient } from "./patient.ts";

/** A check of one part of connecting: it failed there, or `otherwise` says what is known about it. */
export const ofLeg =
  (leg: Leg, otherwise: (connected: Connected, patient: Patient) => Promise<readonly Finding[]>) =>
  async (patient: Patient): Promise<readonly Finding[]> => {
    const connected = await patient.connected();
    const { failure } = connected;
    return failure?.leg === leg ? [failure.finding] : otherwise(connected, patient);
  };
