/** The frame of every page for people: one column, no script, nothing from elsewhere, readable on a phone and by a screen reader. */
import { formatInstant } from './locale.ts'
import { sign } from './wordmark.ts'

/** Text that is HTML already. Only `html` makes it, so nothing enters a page unescaped by mistake. */
export interface Html {
  readonly html: string
}

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; --line: light-dark(#d4d4d4, #404040); --quiet: light-dark(#525252, #b0b0b0);
  background: light-dark(#fff, #161616); color: light-dark(#161616, #f0f0f0) }
body { margin: 0 auto; padding: 1rem; max-width: 46rem }
header a { display: inline-flex; align-items: center; gap: .5rem; font-weight: 600; color: inherit; text-decoration: none }
header svg { width: 1.75rem; height: 1.75rem }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.5rem 0 .5rem }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem }
dt { font-weight: 600; margin-top: .8rem }
dd { margin: 0; overflow-wrap: anywhere }
a { color: light-dark(#166534, #86efac); text-underline-offset: .15em }
a:focus-visible { outline: 3px solid; outline-offset: 2px }
code { overflow-wrap: anywhere }
pre { border: 1px solid var(--line); border-radius: .3rem; padding: .8rem; white-space: pre-wrap; overflow-wrap: anywhere }
pre, .whole { -webkit-user-select: all; user-select: all }
summary { width: fit-content; cursor: pointer }
summary:focus-visible { outline: 3px solid; outline-offset: 2px }
.quantity { font-size: 2rem; line-height: 1.2; font-weight: 700; margin: .5rem 0 1rem }
.state { border-left: .3rem solid; padding-left: .8rem }
.quiet { color: var(--quiet) }
.rows { list-style: none; padding: 0 }
.rows > li { border-top: 1px solid var(--line); padding: .6rem 0 }
:target { background: light-dark(#fef9c3, #422006) }
`

/** `html\`<p>${text}</p>\`` escapes what it is given, except what `html` made. Lists are joined. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return { html: parts.reduce((done, part, place) => done + render(values[place - 1]!) + part) }
}

function render(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escapeHtml(value)
  return 'html' in value ? value.html : value.map((item) => item.html).join('')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A whole HTML document. The text is English; what is formatted for a reader carries its own language. */
export function renderDocument(of: { readonly title: string; readonly main: Html; readonly listed: boolean }): string {
  const robots = of.listed ? html`` : html`<meta name="robots" content="noindex">`
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${robots}
<title>${of.title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${{ html: style }}</style>
</head>
<body>
<header><a href="/">${{ html: sign }} Assay</a></header>
<main>
${of.main}
</main>
</body>
</html>
`.html
}

/** Text in the reader's own conventions, marked with their language for those who listen to it. */
export function inLocale(locale: string, text: string): Html {
  return html`<span lang="${locale}" dir="auto">${text}</span>`
}

/** A hash or an address, shortened; opened it is whole, and one click on it selects it for copying. */
export function showHash(text: string): Html {
  return html`<details><summary><code>${text.slice(0, 10)}…${text.slice(-6)}</code></summary><code class="whole">${text}</code></details>`
}

/** An instant that people read and machines find. */
export function showInstant(locale: string, at: Date): Html {
  return html`<time datetime="${at.toISOString()}" lang="${locale}" dir="auto">${formatInstant(locale, at)}</time>`
}
