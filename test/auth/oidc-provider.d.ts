declare module "oidc-provider" {
  import type { RequestListener } from "node:http";

  /** The part of the token server that the tests use. */
  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
    readonly ClientCredentials: {
      find(token: string): Promise<{ readonly aud?: string; destroy(): Promise<void> } | undefined>;
    };
  }
}
