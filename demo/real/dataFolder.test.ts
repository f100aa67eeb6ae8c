/** What of a folder is read: odd files first. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from './dataFolder.ts'

let path: string
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'assay data-'))
  for (const under of ['land', 'ais', 'documents/dcsa']) mkdirSync(join(path, under), { recursive: true })
})
afterEach(() => rmSync(path, { recursive: true }))
const write = (file: string, text: string) => writeFileSync(join(path, file), text)

test('what cannot be read is named, and what is in no format; the rest is read', () => {
  write('ais/large.csv', '')
  truncateSync(join(path, 'ais/large.csv'), 2 ** 30)
  symlinkSync('/nowhere', join(path, 'land/gone.geojson'))
  write('documents/notes.md', '')
  write('elsewhere.json', '')
  write('land/a.geojson', '{}')
  const data = openDataFolder(path)
  expect(data.unread).toMatchObject([
    { file: 'ais/large.csv', code: 'FILE_TOO_LARGE', given: '1073741824 of 33554432 bytes' },
    { file: 'land/gone.geojson', code: 'FILE_UNREADABLE', given: 'ENOENT' },
  ])
  expect(data.others).toEqual(['documents/notes.md'])
  expect(data.files('ais', '.csv')).toEqual([])
  expect(data.files('land', '.geojson')).toEqual(['land/a.geojson'])
})

test('links are followed, in circles and twice to one place only once', () => {
  write('elsewhere.json', '{"a":1}')
  symlinkSync(join(path, 'elsewhere.json'), join(path, 'documents/dcsa/link.json'))
  symlinkSync(path, join(path, 'documents/dcsa/round'))
  symlinkSync('dcsa', join(path, 'documents/same'))
  const data = openDataFolder(path)
  expect(data.files('documents', '.json')).toHaveLength(1)
  expect(data.text(data.files('documents', '.json')[0]!)).toBe('{"a":1}')
  expect(data.unread).toEqual([])
})

test('a byte order mark is no part of the text, but of the bytes that are sent', () => {
  write('land/a.GeoJSON', '\ufeff{}')
  const data = openDataFolder(path)
  expect(data.files('land', '.geojson')).toEqual(['land/a.GeoJSON'])
  expect(data.text('land/a.GeoJSON')).toBe('{}')
  expect(data.read('land/a.GeoJSON')).toHaveLength(5)
})

test('a folder with more files than anybody can mean is refused before anything is read', () => {
  write('documents/a.json', '{}')
  for (let index = 0; index < 2_000; index += 1)
    cpSync(join(path, 'documents/a.json'), join(path, `documents/dcsa/${index}.json`))
  expect(() => openDataFolder(path)).toThrow(/^--data .* more than 2000 files/)
})
