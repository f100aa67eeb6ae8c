// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IVerification} from "./interfaces/IVerification.sol";

/// @notice An oracle node in one word: its signing key, its reliability x 10^4, whether it may be assigned. Zero = no node.
type Node is uint256;

using {signer, reliabilityE4, isActive} for Node global;

function signer(Node node) pure returns (address) {
    return address(uint160(Node.unwrap(node)));
}

function reliabilityE4(Node node) pure returns (uint16) {
    return uint16(Node.unwrap(node) >> 160);
}

function isActive(Node node) pure returns (bool) {
    return Node.unwrap(node) >> 176 != 0;
}

/// @title NodeRegister
/// @notice All nodes by index, kept in the code of an account of their own: a round reads all of them for one account's
/// price, where storage would cost a read for every signer. A change writes a new account; changes are governed and rare.
library NodeRegister {
    /// @notice The words of a register; none for the zero address.
    function load(address register) internal view returns (bytes memory words) {
        if (register != address(0)) words = Clones.fetchCloneArgs(register);
    }

    /// @notice The node at `index` of loaded words; no node beyond the last.
    function at(bytes memory words, uint256 index) internal pure returns (Node node) {
        if (index >= words.length / 32) return node;
        assembly ("memory-safe") {
            node := mload(add(add(words, 32), shl(5, index)))
        }
    }

    /// @notice The node at `index` of a committee: its nodes were there when the case was opened, and a register never shrinks.
    function member(bytes memory words, uint256 index) internal pure returns (Node node) {
        assembly ("memory-safe") {
            node := mload(add(add(words, 32), shl(5, index)))
        }
    }

    /// @notice How many nodes a bitmap names; reverts with BadTerms when one of them is unknown or inactive.
    function sizeOf(bytes memory words, uint256 committee) internal pure returns (uint256 size) {
        unchecked {
            for (uint256 index = 0; committee != 0; index++) {
                if (committee & 1 != 0) {
                    if (!at(words, index).isActive()) revert IVerification.BadTerms();
                    size++;
                }
                committee >>= 1;
            }
        }
    }

    /// @notice How many nodes of a committee there are and what they weigh together, active or not.
    function weightOf(bytes memory words, uint256 committee) internal pure returns (uint256 size, uint256 weightE4) {
        unchecked {
            for (uint256 index = 0; committee != 0; index++) {
                if (committee & 1 != 0) {
                    weightE4 += member(words, index).reliabilityE4();
                    size++;
                }
                committee >>= 1;
            }
        }
    }

    /// @notice Writes the register with one node changed; reverts with BadNode when another node has the same key.
    /// @return where it is from now on. Nobody can change or destroy it: the account is a clone without state of its own, and
    /// takes part in nothing.
    function store(address register, uint256 index, Node node) internal returns (address) {
        bytes memory words = load(register);
        uint256 count = words.length / 32 > index ? words.length / 32 : index + 1;
        bytes32[] memory next = new bytes32[](count);
        for (uint256 i = 0; i < count; i++) {
            Node present = at(words, i);
            if (i == index) present = node;
            else if (present.signer() == node.signer()) revert IVerification.BadNode(uint8(index));
            next[i] = bytes32(Node.unwrap(present));
        }
        return Clones.cloneWithImmutableArgs(address(this), abi.encodePacked(next));
    }

    /// @notice A node from its parts.
    function nodeOf(address key, uint16 reliability, bool active) internal pure returns (Node) {
        return Node.wrap((active ? uint256(1) << 176 : 0) | (uint256(reliability) << 160) | uint160(key));
    }
}
