// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {tradeIdOf} from "../../src/interfaces/IEscrow.sol";
import {Twin} from "./Twin.t.sol";

/// @notice `tradeIdOf`, case by case.
contract TradeIdTwin is Twin {
    /// @dev Words: case, buyer, seller, amount. Answer: the id.
    function _answer(uint256[] calldata words) internal pure override returns (uint256[] memory answer) {
        answer = new uint256[](1);
        address buyer = address(uint160(words[1]));
        address seller = address(uint160(words[2]));
        answer[0] = uint256(tradeIdOf(bytes32(words[0]), buyer, seller, uint128(words[3])));
    }
}
