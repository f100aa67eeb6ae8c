/** The table of crash points names what exists, and enough of it. */
import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { modules } from '../../server/modules.ts'
import { wireModules } from '../../server/runtime/machine.ts'
import { databaseMoments, points } from './points.ts'

test('there are at least 40 points, each once, numbered without gaps', () => {
  expect(points.length).toBeGreaterThanOrEqual(40)
  expect(new Set(points.map(({ name }) => name)).size).toBe(points.length)
  expect(points.map(({ number }) => number)).toEqual(points.map((_, place) => place + 1))
})

test('every command that is named exists and does something', () => {
  const { reactions, projections, timers } = wireModules(modules)
  const known = new Set([
    ...[...reactions.values()].flat().map(({ name }) => name),
    ...[...projections].flatMap(([event, list]) =>
      list.flatMap(({ whenFinal }, place) => (whenFinal === undefined ? [] : [`${event}#${place}`])),
    ),
    ...timers.keys(),
    ...modules.flatMap(({ name, routes }) => routes.map(({ operationId }) => `${name}.${operationId}`)),
  ])
  const named = points.flatMap(({ name }) => /^(?:before|after):(.*)$/.exec(name)?.[1] ?? [])
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test('every place at which the machine room can die is a point, and every point is such a place', () => {
  const places = globSync('server/**/*.ts').flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/\bfailpoint\('([^']+)'\)/g)].map(([, name]) => name!),
  )
  const named = points.flatMap(({ name, victim }) =>
    victim === 'oracle' || victim === 'database' || /^(before|after):/.test(name) ? [] : [name],
  )
  expect(named.sort()).toEqual([...new Set(places)].sort())
})

test('every kill of the database has its moment', () => {
  const named = points.filter(({ victim }) => victim === 'database').map(({ name }) => name)
  expect(Object.keys(databaseMoments).sort()).toEqual(named.sort())
})
