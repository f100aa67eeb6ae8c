// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AllocationTerms, IAllocation} from "../../src/interfaces/IAllocation.sol";
import {Twin} from "./Twin.t.sol";

/// @notice `Allocation.quote` of the deployed contract, case by case.
contract FormulaTwin is Twin {
    IAllocation private immutable ALLOCATION;

    constructor(IAllocation allocation) {
        ALLOCATION = allocation;
    }

    /// @dev Words: PT value, Bm, seven factors, seven weights, modifier, eligibility, quantity, contracted.
    /// Answer: 0 or the refusal, and the amount.
    function _answer(uint256[] calldata words) internal view override returns (uint256[] memory answer) {
        AllocationTerms memory terms;
        terms.ptValue = uint128(words[0]);
        terms.baseMultiplierE4 = uint32(words[1]);
        for (uint256 i = 0; i < 7; i++) {
            terms.factorsE4[i] = int32(int256(words[2 + i]));
            terms.weightsE4[i] = uint16(words[9 + i]);
        }
        terms.modifierE4 = uint32(words[16]);
        terms.eligibilityBps = uint16(words[17]);
        answer = new uint256[](2);
        try ALLOCATION.quote(terms, uint128(words[18]), uint128(words[19])) returns (uint128 amount) {
            answer[1] = amount;
        } catch (bytes memory data) {
            answer[0] = _refusal(data);
        }
    }
}
