// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {PaymentToken} from "../../src/PaymentToken.sol";
import {Escrow} from "../../src/Escrow.sol";
import {EscrowTerms, tradeIdOf} from "../../src/interfaces/IEscrow.sol";
import {PartyRoles} from "../../src/interfaces/IParties.sol";
import {Programme} from "../../src/interfaces/IVerification.sol";
import {Actor} from "./Actor.t.sol";
import {System} from "./System.t.sol";
import {Twin} from "./Twin.t.sol";

/// @notice A trade funded, verified and released; what each account has received.
contract EscrowTwin is System, Twin {
    bytes32 private constant CASE = keccak256("case");

    Actor private buyer;
    Actor private seller;
    address[4] private feeAccounts = [address(0xfee1), address(0xfee2), address(0xfee3), address(0xfee4)];

    constructor(Book memory book_) System(book_) {}

    function begin() external {
        _begin();
        buyer = _admitted(PartyRoles.TRADER);
        seller = _admitted(PartyRoles.TRADER);
        book.paymentToken.mint(address(buyer), book.paymentToken.cap());
        buyer.act(
            address(book.paymentToken),
            abi.encodeCall(book.paymentToken.approve, (address(book.escrow), type(uint256).max))
        );
        book.escrow.setFeeAccounts(feeAccounts[0], feeAccounts[1], feeAccounts[2], feeAccounts[3]);
    }

    /// @dev Words: amount, trade fee, verification fee, burn, split (operations, development, reserve), quantity, contracted.
    /// Answer: 0 or the refusal of split or terms; received by seller, buyer, verification, operations, development, reserve; burned.
    function _answer(uint256[] calldata words) internal override returns (uint256[] memory answer) {
        answer = new uint256[](8);
        try book.escrow.setFeeSplit(uint16(words[4]), uint16(words[5]), uint16(words[6])) {}
        catch (bytes memory data) {
            answer[0] = _refusal(data);
            return answer;
        }
        bytes memory funding = abi.encodeCall(
            Escrow.fund,
            EscrowTerms({
                caseId: CASE,
                buyer: address(buyer),
                seller: address(seller),
                amount: uint128(words[0]),
                tradeFee: uint128(words[1]),
                verificationFee: uint128(words[2]),
                burnBps: uint16(words[3]),
                timeoutAt: uint64(block.timestamp + 1 days)
            })
        );
        try buyer.act(address(book.escrow), funding) {}
        catch (bytes memory data) {
            answer[0] = _refusal(data);
            return answer;
        }
        _settle(Programme.Commodity, CASE, REASON, uint128(words[7]), uint128(words[8]));
        uint256 left = book.paymentToken.balanceOf(address(buyer));
        book.escrow.release(tradeIdOf(CASE, address(buyer), address(seller), uint128(words[0])));
        PaymentToken token = book.paymentToken;
        answer[1] = token.balanceOf(address(seller));
        answer[2] = token.balanceOf(address(buyer)) - left;
        answer[3] = token.balanceOf(feeAccounts[3]);
        answer[4] = token.balanceOf(feeAccounts[0]);
        answer[5] = token.balanceOf(feeAccounts[1]);
        answer[6] = token.balanceOf(feeAccounts[2]);
        answer[7] = token.cap() - token.totalSupply();
    }
}
