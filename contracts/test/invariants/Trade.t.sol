// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Allocation} from "../../src/Allocation.sol";
import {Escrow} from "../../src/Escrow.sol";
import {FoundationToken} from "../../src/FoundationToken.sol";
import {PaymentToken} from "../../src/PaymentToken.sol";
import {Verification} from "../../src/Verification.sol";
import {AllocationRecord} from "../../src/interfaces/IAllocation.sol";
import {EscrowState, EscrowTerms, tradeIdOf} from "../../src/interfaces/IEscrow.sol";
import {Case, CaseState, Outcome} from "../../src/interfaces/IVerification.sol";
import {Invariants} from "./Invariants.sol";
import {TradeHandler} from "./TradeHandler.sol";

contract TradeInvariants is Invariants {
    TradeHandler private _handler;
    Verification private _verification;
    Escrow private _escrow;
    Allocation private _allocation;
    PaymentToken private _pt;
    FoundationToken private _ft;

    function setUp() public {
        _handler = new TradeHandler();
        _handler.setUp();
        (address verification, address escrow, address allocation, address pt, address ft) = _handler.contracts();
        (_verification, _escrow, _allocation) = (Verification(verification), Escrow(escrow), Allocation(allocation));
        (_pt, _ft) = (PaymentToken(pt), FoundationToken(ft));
    }

    function handlerSelectors() internal view override returns (address, bytes4[] memory) {
        return (address(_handler), _handler.actions());
    }

    /// @dev Conservation: what the escrow holds is exactly what is open.
    function invariant_escrow_balance_is_the_sum_of_open_escrows() public view {
        EscrowTerms[] memory trades = _handler.trades();
        uint256 open = 0;
        for (uint256 i = 0; i < trades.length; i++) {
            if (_escrow.stateOf(_idOf(trades[i])) == EscrowState.Funded) open += trades[i].amount;
        }
        assertEq(_pt.balanceOf(address(_escrow)), open, "escrow balance");
    }

    /// @dev Conservation: Payment Token comes from emission alone, goes by burning alone and stays inside the cap.
    function invariant_payment_token_supply() public view {
        assertEq(_pt.totalSupply(), _handler.mintedPt() - _handler.burnedPt(), "supply");
        assertTrue(_pt.totalSupply() <= _pt.cap(), "cap");
    }

    /// @dev Conservation and restriction: all Foundation Token lies with sovereigns and the protocol, and was allocated.
    function invariant_foundation_token_is_held_by_sovereigns_and_protocol_only() public view {
        address[6] memory holders = _handler.ftHolders();
        uint256 held = 0;
        for (uint256 i = 0; i < holders.length; i++) {
            held += _ft.balanceOf(holders[i]);
        }
        assertEq(held, _ft.totalSupply(), "held");
        EscrowTerms[] memory trades = _handler.trades();
        uint256 minted = 0;
        for (uint256 i = 0; i < trades.length; i++) {
            minted += _allocation.getAllocation(trades[i].caseId).minted;
        }
        assertEq(minted, _ft.totalSupply() + _handler.burnedFt(), "allocated");
    }

    /// @dev Uniqueness: of all cases on one claim key at most one stands with success, is paid, and allocates.
    function invariant_a_claim_key_succeeds_pays_and_allocates_once() public view {
        EscrowTerms[] memory trades = _handler.trades();
        for (uint256 claim = 0; claim < _handler.CLAIMS(); claim++) {
            (uint256 succeeded, uint256 paid, uint256 allocated) = (0, 0, 0);
            for (uint256 i = 0; i < trades.length; i++) {
                if (uint256(trades[i].caseId) % _handler.CLAIMS() != claim) continue;
                if (_succeeded(trades[i].caseId)) {
                    succeeded++;
                    bytes32 key = _handler.claimKeyOf(trades[i].caseId);
                    assertEq(_verification.caseOfClaim(key), trades[i].caseId, "the key names the case");
                }
                EscrowState state = _escrow.stateOf(_idOf(trades[i]));
                if (state == EscrowState.Released || state == EscrowState.Split) paid++;
                AllocationRecord memory record = _allocation.getAllocation(trades[i].caseId);
                if (record.raw != 0) allocated++;
                assertTrue(record.minted + record.queued <= record.raw, "never more than computed");
            }
            assertTrue(succeeded <= 1 && paid <= succeeded && allocated <= succeeded, "once");
        }
    }

    /// @dev A case stays what it was opened as, and its outcome is what its state and its proposition say.
    function invariant_a_case_keeps_its_terms_and_its_outcome_fits_its_state() public view {
        EscrowTerms[] memory trades = _handler.trades();
        for (uint256 i = 0; i < trades.length; i++) {
            Case memory found = _verification.getCase(trades[i].caseId);
            if (found.state == CaseState.None) continue;
            assertEq(found.termsHash, _handler.termsHashOf(trades[i]), "terms");
            assertEq(found.contractedQuantity, _handler.CONTRACTED(), "contracted");
            assertTrue(found.proposedQuantity != 0 && found.proposedQuantity <= found.contractedQuantity, "proposed");
            assertTrue(found.round >= 1 && found.round <= 8, "rounds");
            bool decided = found.outcome != Outcome.None;
            assertTrue(decided == (found.concludedAt != 0), "an outcome has its moment");
            assertTrue(found.state != CaseState.Open || !decided, "open is undecided");
            bool standing = found.state == CaseState.Concluded || found.state == CaseState.Challenged;
            assertTrue(!standing || decided, "concluded is decided");
            bool whole = found.proposedQuantity == found.contractedQuantity;
            assertTrue(found.outcome != Outcome.Approved || whole, "approved in full");
            assertTrue(found.outcome != Outcome.Partial || !whole, "partial in part");
        }
    }

    /// @dev Caps bind what is released from the queue as they bind first mints, also while there is no average to grow from.
    function invariant_releases_stay_inside_the_caps_of_a_day() public view {
        assertEq(_handler.releasesBeyondTheCap(), 0, "beyond the cap");
    }

    function _idOf(EscrowTerms memory terms) private pure returns (bytes32) {
        return tradeIdOf(terms.caseId, terms.buyer, terms.seller, terms.amount);
    }

    function _succeeded(bytes32 caseId) private view returns (bool) {
        Case memory found = _verification.getCase(caseId);
        bool stands = found.state == CaseState.Concluded || found.state == CaseState.Challenged;
        return stands && (found.outcome == Outcome.Approved || found.outcome == Outcome.Partial);
    }
}
