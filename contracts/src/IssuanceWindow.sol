// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title IssuanceWindow
/// @notice What was minted on each of the last 30 days, and today. A ring of 31 days of fixed size; the sum over the 30 full
/// days is kept running, so that asking costs only the days that passed since the last time.
library IssuanceWindow {
    uint256 internal constant DAYS = 30;
    uint256 private constant RING = DAYS + 1;

    struct Window {
        uint64 today; // days since 1970 the ring was last rolled to
        uint192 sum; // of the 30 days before `today`
        uint128[31] minted; // by day modulo 31
    }

    /// @notice Moves the window to the present day and returns the sum of the 30 days before it.
    function roll(Window storage window) internal returns (uint256 sum) {
        uint256 present = block.timestamp / 1 days;
        uint256 day = window.today;
        sum = window.sum;
        if (day == present) return sum;
        // After RING days nothing is left of the window, so more steps than that change nothing.
        if (present - day > RING) {
            for (uint256 i = 0; day != 0 && i < RING; i++) {
                if (window.minted[i] != 0) window.minted[i] = 0;
            }
            sum = 0;
        } else {
            for (; day < present; day++) {
                // `day` becomes a full day of the window; the oldest leaves, and its place in the ring is the new day's.
                sum += window.minted[day % RING];
                uint256 oldest = window.minted[(day + 1) % RING];
                if (oldest != 0) {
                    sum -= oldest;
                    window.minted[(day + 1) % RING] = 0;
                }
            }
        }
        window.today = uint64(present);
        window.sum = uint192(sum);
    }

    /// @notice Minted today so far; call `roll` first.
    function mintedToday(Window storage window) internal view returns (uint256) {
        return window.minted[window.today % RING];
    }

    /// @notice Counts an amount as minted today; call `roll` first.
    function add(Window storage window, uint128 amount) internal {
        if (amount != 0) window.minted[window.today % RING] += amount;
    }
}
