/** What people see instead of JSON: problems, the table of their codes, the icon. Programs are answered as before. */
import { type AssayError, type ErrorRow, errorTable } from '@assay/domain/errors.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html, renderDocument } from '../pages/document.ts'
import { icon } from '../pages/wordmark.ts'
import type { FieldError } from './validate.ts'

/** Pages of ours are static: inline styles and images, no scripts. */
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

export function addPages(app: FastifyInstance): void {
  app.get('/favicon.svg', { config: { operationId: 'favicon' } }, (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('image/svg+xml').send(icon),
  )
  app.get('/problems', { config: { operationId: 'problems' } }, (request, reply) => {
    reply.header('vary', 'accept')
    return wantsPage(request) ? sendPage(reply, codesPage(errorTable())) : Object.fromEntries(errorTable())
  })
}

/** True for a person with a browser: asks for HTML rather than JSON, and not for the API. */
export function wantsPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' || request.url.startsWith('/api/')) return false
  return request.type(['application/problem+json', 'application/json', 'text/html']) === 'text/html'
}

export function sendPage(reply: FastifyReply, page: string | Buffer): FastifyReply {
  return reply.header('content-security-policy', pagePolicy).type('text/html; charset=utf-8').send(page)
}

/** An error as a page: what happened, what to do, and what to tell whoever is asked for help. */
export function problemPage(error: AssayError, requestId: string): string {
  const main = html`<h1>${error.message}</h1>
<p>${inWords(error.remedy)}</p>
${wrongFields(error)}
<p><a href="/">To the start page</a></p>
<p class="quiet">Status ${String(error.status)}, code <a href="/problems#${error.code}">${error.code}</a>, request <code>${requestId}</code></p>`
  return renderDocument({ title: `${error.message} - Assay`, main, listed: false })
}

/** The list that the remedy of REQUEST_INVALID speaks of: of an address somebody typed, these are its own parts. */
function wrongFields({ code, details }: AssayError): Html {
  if (code !== 'REQUEST_INVALID' || !Array.isArray(details.errors)) return html``
  const items = (details.errors as readonly FieldError[]).map(
    ({ pointer, message }) => html`<li><code>${pointer}</code> ${message}</li>
`,
  )
  return html`<ul>
${items}</ul>`
}

function codesPage(table: ReadonlyMap<string, ErrorRow>): string {
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1))
  const items = rows.map(
    ([code, { status, title, remedy, retryable }]) => html`<dt id="${code}"><code>${code}</code></dt>
<dd>${title}. ${inWords(remedy)} <span class="quiet">Status ${String(status)}${retryable ? ', may be repeated as it is' : ''}.</span></dd>
`,
  )
  const main = html`<h1>Errors and what to do about them</h1>
<p>Every error the product answers or prints on purpose. Codes are stable; texts may get better.</p>
<dl>
${items}</dl>`
  return renderDocument({ title: 'Errors - Assay', main, listed: true })
}

/** Remedies are written for many readers; marks of code are for those who read the source. */
function inWords(text: string): string {
  return text.replaceAll('`', '')
}
