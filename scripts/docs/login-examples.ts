import { settings } from "../../src/config/settings.ts";

/** Complete settings for one way to log in. */
export interface LoginExample {
  readonly title: string;
  /** Variables with example values, in the order in which to show them. */
  readonly variables: Readonly<Record<string, string>>;
}

const { operateBaseUrl, restAddress, clusterId, clusterRegion, clientId, clientSecret, oauthUrl } = settings;

/** The common logins, each complete and ready to copy. */
export const loginExamples: readonly LoginExample[] = [
  {
    title: "Self-Managed up to 8.7, user and password",
    variables: {
      [operateBaseUrl.name]: "http://localhost:8080",
      [settings.cookieUsername.name]: "demo",
      [settings.cookiePassword.name]: "demo",
    },
  },
  {
    title: "Self-Managed from 8.8 on, Basic authentication",
    variables: {
      [restAddress.name]: "http://localhost:8080",
      [settings.basicUsername.name]: "demo",
      [settings.basicPassword.name]: "demo",
    },
  },
  {
    title: "Self-Managed with Identity (Keycloak)",
    variables: {
      [operateBaseUrl.name]: "http://localhost:8081",
      [oauthUrl.name]: "http://localhost:18080/auth/realms/camunda-platform/protocol/openid-connect/token",
      [clientId.name]: "operate-mcp",
      [clientSecret.name]: "your-client-secret",
    },
  },
  {
    title: "SaaS (a credentials file downloaded from Console works as it is, too: name it with --env-file)",
    variables: {
      [clusterId.name]: "your-cluster-id",
      [clusterRegion.name]: "bru-2",
      [clientId.name]: "your-client-id",
      [clientSecret.name]: "your-client-secret",
    },
  },
  {
    title: "A token from somewhere else",
    variables: {
      [restAddress.name]: "https://camunda.example.com",
      [settings.oauthToken.name]: "your-token",
    },
  },
  {
    title: "No login, on a cluster that asks for none",
    variables: { [restAddress.name]: "http://localhost:8080" },
  },
];

/** The lines of an example, as a file of variables has them. */
export const exampleLines = ({ variables }: LoginExample): string[] =>
  Object.entries(variables).map(([name, value]) => `${name}=${value}`);
