/**
 * Lifecycles as tables of legal moves (domain.md 2.7). A move that no table declares is refused; nothing sets a state any
 * other way.
 */
import { defineErrors } from './errors.ts'

export const lifecycleErrors = defineErrors({
  ILLEGAL_MOVE: {
    status: 409,
    title: 'This cannot follow in the present state',
    remedy: '`from` is the present state of the `thing`; `allowed` lists what can follow it.',
  },
})

type Moves<State extends string> = { readonly [S in State]: { readonly [event: string]: State } }

export interface Lifecycle<State extends string = string, Event extends string = string> {
  readonly name: string
  readonly initial: State
  readonly moves: { readonly [S in State]: { readonly [E in Event]?: State } }
}

type EventsOf<M> = { [S in keyof M]: keyof M[S] }[keyof M] & string
export type StateOf<L> = L extends Lifecycle<infer S, string> ? S : never
export type EventOfLifecycle<L> = L extends Lifecycle<string, infer E> ? E : never

/** Declares a lifecycle: for each state, the events it accepts and where they lead. */
export function defineLifecycle<State extends string, const M extends Moves<State>>(
  name: string,
  initial: NoInfer<State>,
  moves: M & { readonly [S in State]: unknown },
): Lifecycle<State, EventsOf<M>> {
  return { name, initial, moves } as unknown as Lifecycle<State, EventsOf<M>>
}

/** The state after `event`. @throws ILLEGAL_MOVE */
export function move<S extends string, E extends string>(table: Lifecycle<S, E>, from: S, event: E): S {
  const row = Object.hasOwn(table.moves, from) ? table.moves[from] : undefined
  const to = row !== undefined && Object.hasOwn(row, event) ? row[event] : undefined
  if (to === undefined) {
    throw lifecycleErrors.ILLEGAL_MOVE({ thing: table.name, from, event, allowed: Object.keys(row ?? {}) })
  }
  return to
}

export function canMove<S extends string, E extends string>(table: Lifecycle<S, E>, from: S, event: E): boolean {
  return Object.hasOwn(table.moves, from) && Object.hasOwn(table.moves[from], event)
}

/** True when nothing leads out of the state. */
export function isFinal<S extends string>(table: Lifecycle<S>, state: S): boolean {
  return Object.keys(table.moves[state]).length === 0
}

/** Every state, for a database check constraint or an API schema. */
export function statesOf<S extends string>(table: Lifecycle<S>): readonly S[] {
  return Object.keys(table.moves) as S[]
}
