// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Conversion} from "../../src/Conversion.sol";
import {PartyRoles} from "../../src/interfaces/IParties.sol";
import {Actor} from "./Actor.t.sol";
import {System} from "./System.t.sol";
import {Twin} from "./Twin.t.sol";

/// @notice Conversions of one day one after the other, each with its quote. Governance moves a rate by a tenth at most, so every
/// case starts the deployed code afresh behind a clone.
contract ConversionTwin is System, Twin {
    uint256 private constant CONVERSION_ANSWERS = 6;

    Actor private sovereign;
    address private implementation;

    constructor(Book memory book_) System(book_) {}

    /// @param implementation_ the code behind the deployed Conversion.
    function begin(address implementation_) external {
        _begin();
        implementation = implementation_;
        sovereign = _admitted(PartyRoles.SOVEREIGN);
        book.manager.grantRole(ALLOCATOR, address(this), 0);
        book.foundationToken.mint(address(sovereign), type(uint248).max);
        book.paymentToken.mint(address(this), book.paymentToken.cap());
    }

    /// @dev Words: rate, unpaid share, fee, daily limit, number of conversions; amount and minimum of each.
    /// Answer, for each: gross, unpaid, fee, net of its quote; 0 or the refusal of quote or conversion; what was paid.
    function _answer(uint256[] calldata words) internal override returns (uint256[] memory answer) {
        Conversion conversion = Conversion(Clones.clone(implementation));
        conversion.initialize(
            address(book.manager), uint64(words[0]), uint16(words[1]), uint16(words[2]), uint128(words[3])
        );
        book.manager.grantRole(CONVERTER, address(conversion), 0);
        book.paymentToken.transfer(address(conversion), book.paymentToken.cap());
        sovereign.act(
            address(book.foundationToken),
            abi.encodeCall(book.foundationToken.approve, (address(conversion), type(uint256).max))
        );
        answer = new uint256[](words[4] * CONVERSION_ANSWERS);
        for (uint256 i = 0; i < words[4]; i++) {
            uint256 at = i * CONVERSION_ANSWERS;
            try conversion.quote(uint128(words[5 + i * 2])) returns (
                uint128 gross, uint128 unpaid, uint128 fee, uint128 net
            ) {
                (answer[at], answer[at + 1], answer[at + 2], answer[at + 3]) = (gross, unpaid, fee, net);
            } catch (bytes memory data) {
                answer[at + 4] = _refusal(data);
                continue;
            }
            uint256 before = book.paymentToken.balanceOf(address(sovereign));
            bytes memory converting =
                abi.encodeCall(Conversion.convert, (bytes32(i), uint128(words[5 + i * 2]), uint128(words[6 + i * 2])));
            try sovereign.act(address(conversion), converting) {}
            catch (bytes memory data) {
                answer[at + 4] = _refusal(data);
            }
            answer[at + 5] = book.paymentToken.balanceOf(address(sovereign)) - before;
        }
    }
}
