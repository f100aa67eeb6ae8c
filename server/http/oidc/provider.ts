/**
 * The embedded authorization server: OAuth 2.0 client credentials (RFC 6749 section 4.4) with JWT access tokens (RFC 9068),
 * nothing else. It keeps no state of its own: clients are rows of the parties module, tokens are signed and not stored.
 */
import { scopes } from '@assay/domain/roles.ts'
import type { JWK } from 'jose'
import Provider, { type Adapter, type AdapterPayload, type ClientMetadata, type Configuration } from 'oidc-provider'
import { signingAlgorithm } from './keys.ts'

/** The audience of every access token: this API, wherever it is reached. */
export const apiResource = 'urn:assay:api'

/** A token lives this long; what a client may do is looked up at every request, so a long life grants nothing more. */
const tokenLifeSeconds = 600

/** What the authorization server must know of a client. */
export interface ClientCredentials {
  readonly clientId: string
  /** Hash of the secret; `matches` compares without leaking time. */
  readonly secretHash: string
  readonly scopes: readonly string[]
}

export interface ProviderOptions {
  readonly issuer: string
  readonly signingKeys: readonly JWK[]
  readonly findCredentials: (clientId: string) => Promise<ClientCredentials | null>
  readonly secretMatches: (secret: string, secretHash: string) => boolean
  readonly onError: (error: unknown) => void
}

export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options))
  // Behind a reverse proxy the forwarded host and protocol are the ones in discovery documents.
  provider.proxy = true
  // Only the hash of a secret is known here, so the comparison is ours.
  const client = provider.Client.prototype as unknown as ClientPrototype
  client.compareClientSecret = function compareClientSecret(actual) {
    return this.clientSecret !== undefined && options.secretMatches(actual, this.clientSecret)
  }
  provider.on('server_error', (_context, error) => options.onError(error))
  return provider
}

interface ClientPrototype {
  readonly clientSecret?: string
  compareClientSecret(actual: string): boolean
}

function configuration(options: ProviderOptions): Configuration {
  return {
    adapter: (model: string) => (model === 'Client' ? clientAdapter(options) : statelessAdapter(model)),
    jwks: { keys: options.signingKeys.map((key) => ({ ...key })) as never },
    scopes: [...scopes],
    responseTypes: ['none'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientDefaults: {
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      id_token_signed_response_alg: signingAlgorithm,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => apiResource,
        getResourceServerInfo: (_context, _resource, client) => ({
          audience: apiResource,
          scope: client.scope ?? '',
          accessTokenFormat: 'jwt',
          accessTokenTTL: tokenLifeSeconds,
          jwt: { sign: { alg: signingAlgorithm } },
        }),
      },
    },
    formats: { customizers: { jwt: defaultScope } },
    ttl: { ClientCredentials: tokenLifeSeconds },
    // A browser names its origin even to its own server: our /docs may ask for a token, pages from elsewhere may not.
    clientBasedCORS: ({ protocol, host }, origin) =>
      origin === `${protocol}://${host}` || origin === new URL(options.issuer).origin,
    // The server has no pages; nobody is ever sent to an interaction.
    interactions: { url: () => '/docs' },
    renderError: (context, out) => {
      context.type = 'application/json'
      context.body = out
    },
  }
}

/** A request that names no scope gets every scope of the client (RFC 6749 section 3.3: a pre-defined default). */
const defaultScope: NonNullable<NonNullable<Configuration['formats']>['customizers']>['jwt'] = (
  _context,
  token,
  parts,
) => {
  if (token.scope !== undefined && token.scope !== '') return
  const scope = token.client?.scope
  token.scope = scope
  parts.payload.scope = scope
}

function clientAdapter(options: ProviderOptions): Adapter {
  return {
    ...statelessAdapter('Client'),
    async find(clientId): Promise<AdapterPayload | undefined> {
      const found = await options.findCredentials(clientId)
      if (found === null) return undefined
      const metadata: ClientMetadata = {
        client_id: found.clientId,
        client_secret: found.secretHash,
        scope: found.scopes.join(' '),
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        token_endpoint_auth_method: 'client_secret_basic',
      }
      return metadata as AdapterPayload
    },
  }
}

/** Nothing of this kind exists: looking it up finds nothing, storing it is a defect. */
function statelessAdapter(model: string): Adapter {
  const nothing = async () => undefined
  return {
    find: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
    upsert: () => Promise.reject(new Error(`the authorization server keeps no ${model}`)),
  }
}
