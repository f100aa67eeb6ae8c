/** A signer whose keys derive from one mnemonic (BIP-39, BIP-32 path m/44'/60'/0'/0/index), but for those it is given. */
import { type Address, getAddress, type Hex, type TypedDataDefinition } from 'viem'
import {
  type HDAccount,
  hdKeyToAccount,
  mnemonicToAccount,
  type PrivateKeyAccount,
  privateKeyToAccount,
} from 'viem/accounts'
import type { SignableTransaction, Signer } from '../ports/signer.ts'
import { signerErrors, walletIndexes } from '../ports/signer.ts'

type LocalAccount = HDAccount | PrivateKeyAccount

/** @param indexOf where a party's wallet is that another process may have made; null when there is none.
 *  @param keys of wallets of the installation that have one of their own instead of the mnemonic's. */
export function localSigner(
  mnemonic: string,
  indexOf: (address: Address) => Promise<number | null> = async () => null,
  keys: Readonly<Partial<Record<keyof typeof walletIndexes, Hex | null>>> = {},
): Signer {
  // Stretching the mnemonic to its seed is slow on purpose; children of the key then cost a multiplication each.
  const parent = mnemonicToAccount(mnemonic, { path: "m/44'/60'/0'/0" }).getHdKey()
  const keyAt = new Map<number, Hex | null>(
    Object.entries(keys).map(([name, key]) => [walletIndexes[name as keyof typeof keys], key]),
  )
  const byIndex: LocalAccount[] = []
  const byAddress = new Map<string, LocalAccount>()
  const account = (index: number): LocalAccount => {
    const known = byIndex[index]
    if (known !== undefined) return known
    const key = keyAt.get(index) ?? null
    const derived =
      key === null ? hdKeyToAccount(parent, { path: `m/${index}` as `m/44'/60'/${string}` }) : privateKeyToAccount(key)
    byIndex[index] = derived
    byAddress.set(derived.address, derived)
    return derived
  }
  const address = async (index: number): Promise<Address> => {
    if (!Number.isInteger(index) || index < 0 || index >= 2 ** 31) throw signerErrors.UNKNOWN_KEY({ index })
    return account(index).address
  }
  const search = async (wanted: Address): Promise<LocalAccount | undefined> => {
    const key = getAddress(wanted)
    if (!byAddress.has(key)) {
      for (let index = 0; index < walletIndexes.firstOfParties; index++) account(index)
      const index = byAddress.has(key) ? null : await indexOf(key)
      if (index !== null) account(index)
    }
    return byAddress.get(key)
  }
  const find = async (wanted: Address): Promise<LocalAccount> => {
    const found = await search(wanted)
    if (found === undefined) throw signerErrors.UNKNOWN_KEY({ address: wanted })
    return found
  }
  return {
    address,
    holds: async (wanted) => (await search(wanted)) !== undefined,
    signTransaction: async (from, transaction) => signEip1559(await find(from), transaction),
    signTypedData: async (from, typedData) => (await find(from)).signTypedData(typedData as TypedDataDefinition),
  }
}

function signEip1559(account: LocalAccount, transaction: SignableTransaction): Promise<Hex> {
  return account.signTransaction({ ...transaction, type: 'eip1559' })
}
