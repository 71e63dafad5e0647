import { OperateError } from "../../errors.ts";
import type { Ability } from "../change.ts";
import { API_NAME } from "../search/support.ts";
import type { ClusterVersion } from "../version.ts";

/** The error for any other change than deletion. */
export const onlyDeletes = (version: ClusterVersion): OperateError =>
  new OperateError(
    "UNSUPPORTED",
    `${API_NAME.v1} can delete finished process instances and change nothing else; connected is ${version.text}`,
    {
      next: "do it in Operate itself (whoami shows its address); from Camunda 8.8 on set CAMUNDA_REST_ADDRESS to the Orchestration Cluster",
    },
  );

/** Refuses everything but deletion (`UNSUPPORTED`). */
export const checkDeletes = (ability: Ability, version: ClusterVersion): void => {
  if (ability !== "deleteInstance") throw onlyDeletes(version);
};
