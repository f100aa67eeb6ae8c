/** `/openapi.json` and the interactive `/docs`: all files are served from here, nothing from the network. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { icon, wordmark } from '../pages/wordmark.ts'

export async function addDocumentation(app: FastifyInstance, document: Record<string, unknown>): Promise<void> {
  const json = JSON.stringify(document)
  app.get('/openapi.json', { config: { operationId: 'openapi' } }, (_request, reply) =>
    reply.type('application/json').send(json),
  )
  await app.register(swagger, { mode: 'static', specification: { document: document as never } })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: policy,
    logo: { type: 'image/svg+xml', content: wordmark },
    theme: {
      title: 'Assay API',
      css: [{ filename: 'assay.css', content: style }],
      js: [{ filename: 'assay.js', content: repairs }],
      favicon: [{ filename: 'icon.svg', rel: 'icon', type: 'image/svg+xml', sizes: 'any', content: icon }],
    },
    uiConfig: { deepLinking: true, docExpansion: 'none', tryItOutEnabled: true, filter: true },
  })
}

/** Everything from here. Not upgraded to https: a laptop shows this to its own network without certificates. */
const policy =
  "default-src 'self'; base-uri 'self'; font-src 'self' data:; frame-ancestors 'none'; img-src 'self' data:; object-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'"

/** The field for addresses of other documents is of no use here. Colours have the contrast that WCAG 2.2 section 1.4.3 asks for. */
const style = `
.swagger-ui .topbar { background: #0f1f16; padding: 8px 0 }
.swagger-ui .topbar .download-url-wrapper { display: none }
.swagger-ui .topbar .topbar-wrapper { flex-wrap: nowrap; justify-content: space-between }
.swagger-ui .info { margin: 24px 0 }
.swagger-ui .info .title small.version-stamp { background: #14532d }
.swagger-ui .info a, .swagger-ui .markdown a { color: #166534 }
.swagger-ui .btn.authorize { color: #166534; border-color: #166534 }
.swagger-ui .btn.authorize svg { fill: #166534 }
html.dark-mode .swagger-ui .info a, html.dark-mode .swagger-ui .markdown a { color: #86efac }
html.dark-mode .swagger-ui .btn.authorize { color: #86efac; border-color: #86efac }
html.dark-mode .swagger-ui .btn.authorize svg { fill: #86efac }
`

/** What the package's page leaves out: the width of a phone, and the words of the logo for those who listen. */
const repairs = `
document.head.append(Object.assign(document.createElement('meta'), { name: 'viewport', content: 'width=device-width, initial-scale=1' }))
new MutationObserver((_changes, observer) => {
  const logo = document.querySelector('.topbar a.link img')
  if (logo === null) return
  observer.disconnect()
  logo.alt = 'Assay, start page'
  logo.parentElement.href = '/'
}).observe(document.body, { childList: true, subtree: true })
`
