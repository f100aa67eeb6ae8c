// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @notice Real secp256k1 signatures made inside the EVM, so that a call can bring its own reports. The nonce of every one of
/// them is 1, which makes R the generator and gives the key away to everybody: for tests alone.
library Signing {
    uint256 private constant GX = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798;
    uint256 private constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    bytes32 private constant DOMAIN_TYPEHASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    /// @return v parity, 27 or 28. @return r of the signature. @return s the low one.
    function parts(uint256 key, bytes32 digest) internal pure returns (uint8 v, bytes32 r, bytes32 s) {
        uint256 value = addmod(uint256(digest), mulmod(GX, key, ORDER), ORDER);
        // The generator's y is even, and turning s over turns y over.
        return value > ORDER / 2 ? (28, bytes32(GX), bytes32(ORDER - value)) : (27, bytes32(GX), bytes32(value));
    }

    /// @return 65 bytes r, s, v.
    function sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = parts(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Whoever signed with the key has its address.
    function addressOf(uint256 key) internal pure returns (address) {
        (uint8 v, bytes32 r, bytes32 s) = parts(key, bytes32(uint256(1)));
        return ecrecover(bytes32(uint256(1)), v, r, s);
    }

    function typedDigest(string memory name, address target, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain =
            keccak256(abi.encode(DOMAIN_TYPEHASH, keccak256(bytes(name)), keccak256("1"), block.chainid, target));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
