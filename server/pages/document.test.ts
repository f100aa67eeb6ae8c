import { expect, test } from 'vitest'
import { html, inLocale, renderDocument, showInstant } from './document.ts'

test('whatever is given is escaped, in text, in attributes and in titles', () => {
  const nasty = `<script>alert("1")</script>&'`
  const page = renderDocument({ title: nasty, main: html`<p title="${nasty}">${nasty}</p>`, listed: false })
  expect(page).not.toContain('<script')
  expect(page).not.toContain('alert("1")')
  expect(page.match(/&#60;script&#62;/g)).toHaveLength(3)
  expect(inLocale('"><script>', nasty).html).not.toContain('<script')
})

test('what html made is not escaped again, and lists are joined', () => {
  const items = ['a', 'b<'].map((text) => html`<li>${text}</li>`)
  expect(html`<ul>${items}</ul>`.html).toBe('<ul><li>a</li><li>b&#60;</li></ul>')
  expect(html`<ul>${[]}</ul>`.html).toBe('<ul></ul>')
})

test('a document says its language, fits a phone and has one main part; an unlisted one asks not to be indexed', () => {
  const page = renderDocument({ title: 'T', main: html`<h1>T</h1>`, listed: false })
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
  expect(page).toContain('name="viewport"')
  expect(page).toContain('noindex')
  expect(page.match(/<main>/g)).toHaveLength(1)
  expect(renderDocument({ title: 'T', main: html``, listed: true })).not.toContain('noindex')
})

test('instants are for machines too', () => {
  expect(showInstant('de', new Date('2026-11-21T12:00:13.000Z')).html).toBe(
    '<time datetime="2026-11-21T12:00:13.000Z" lang="de" dir="auto">21. November 2026 um 12:00:13 UTC</time>',
  )
})
