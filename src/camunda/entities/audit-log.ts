import { absent, date, entity, key, text, word } from "../entity.ts";

/** Something that somebody did. Orchestration Cluster API `AuditLogResult`, from 8.9 on; the Operate API has none. */
export const auditLog = entity({
  name: "audit log entry",
  plural: "audit log entries",
  key: "auditLogKey",
  path: { v2: "audit-logs" },
  since: { v2: "8.9" },
  searchOnly: true,
  about: "Something that a user or a client did.",
  fields: {
    auditLogKey: key("Key of the entry.", { v1: absent }),
    timestamp: date("When it was done.", { v1: absent }),
    actorId: text("Who did it.", { v1: absent }),
    actorType: word("What they are.", ["USER", "CLIENT", "ANONYMOUS", "UNKNOWN"], { v1: absent }),
    operationType: text("What was done.", { v1: absent }),
    entityType: text("To what.", { v1: absent }),
    entityKey: text("Key of that.", { v1: absent }),
    result: word("How it went.", ["SUCCESS", "FAIL"], { v1: absent }),
    processInstanceKey: key("The instance it was done to.", { v1: absent }),
    tenantId: text("Tenant it belongs to.", { v1: absent }),
  },
});
