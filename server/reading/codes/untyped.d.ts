declare module 'sea-ports' {
  interface SeaPort {
    readonly name: string
    readonly country: string
    /** [longitude, latitude]. */
    readonly coordinates?: readonly number[]
  }
  const seaPorts: { readonly JSON: Readonly<Record<string, SeaPort>> }
  export default seaPorts
}
declare module 'ngeohash' {
  const geohash: { encode(latitude: number, longitude: number, precision: number): string }
  export default geohash
}
