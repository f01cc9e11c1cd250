/* 64 rows at a time: the columns, the answers, and plain operations on pairs. The rules are in kernel.c.
 *
 * Columns come as Arrow lays them out: yes/no and "is filled" as bits, amounts as int64, days as int32, enums as int32 places in
 * a dictionary with the option's bit for each place, projects as text. Money is in fen.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include <stdint.h>
#include <string.h>

#define NO_BOUND INT64_C(1000000000000000000)
#define WAN INT64_C(1000000) /* ten thousand yuan */
#define FIRST_DAY INT64_C(693596) /* 1900-01-01 and 2100-12-31 as day ordinals */
#define LAST_DAY INT64_C(767009)
#define EPOCH INT64_C(719163)     /* 1970-01-01 */
#define HNTE_FROM INT64_C(739292) /* 2025-02-10 */

/* F: whether it is filled; Y: yes/no; N: number; D: day; O: option; T: text. Python reads this list from the library. */
#define COLUMNS(F, Y, N, D, O, T) \
    O(kind) Y(registered_in_district) Y(on_exclusion_list) N(founded_year) Y(hnte_valid) \
    Y(in_zhangjiang_park) Y(waives_zhangjiang_fund) \
    N(revenue_2019_fen) N(revenue_2020_fen) N(revenue_2021_fen) N(revenue_2022_fen) N(revenue_2023_fen) \
    N(revenue_2024_fen) N(rd_expense_2023_fen) N(rd_expense_2024_fen) \
    F(consortium) T(consortium__project) Y(consortium_lead_is_leading) Y(consortium_lead_in_key_field) \
    Y(consortium_has_local_university) Y(consortium_has_chain_enterprise) N(iur_investment_fen) \
    Y(consortium_recognised) \
    F(new_rd_institution) Y(nrdi_city_recognised) N(nrdi_support_fen) \
    F(challenge_project) T(challenge_project__project) Y(challenge_listed) Y(challenge_in_focus_industries) \
    Y(challenge_lead_is_leading) Y(challenge_has_university_or_institute) Y(challenge_has_chain_enterprise) \
    N(challenge_rd_expense_fen) Y(challenge_effective) N(challenge_rate_bp) \
    F(transfer_platform) Y(operator_is_eligible_kind) N(platform_operating_cost_fen) Y(platform_recognised) \
    N(platform_support_fen) \
    F(transfer_agency_award) N(city_award_approved_fen) N(city_award_received_fen) Y(agency_recognised) \
    F(qihang_project) Y(vc_backed) Y(from_university) Y(landed_in_district) Y(qihang_admitted) N(qihang_support_fen) \
    F(hq_incubator_year) N(hq_incubator_year__year) N(hq_city_support_fen) O(hq_class) \
    F(carrier_year) N(carrier_year__year) Y(carrier_city_filed) O(carrier_grade_label) N(carrier_city_award_fen) \
    N(carrier_match_ratio_bp) \
    F(innovation_fund_award) N(fund_city_award_fen) \
    F(hnte_recognition) O(hnte_event) D(hnte_event_on) \
    F(growth_event) N(growth_year) \
    F(scenario_project) N(scenario_total_investment_fen) Y(scenario_recognised) \
    F(ip_financing) D(ip_valued_on) D(ip_financed_on) O(ip_financing_kind) N(ip_interest_paid_fen) \
    F(listing_event) O(listing_market) O(listing_route)

#define ID(name) name,
enum column { COLUMNS(ID, ID, ID, ID, ID, ID) COLUMN_COUNT };
#define TEXT(letter, name) letter #name " "
#define NF(name) TEXT("F", name)
#define NY(name) TEXT("Y", name)
#define NN(name) TEXT("N", name)
#define ND(name) TEXT("D", name)
#define NO(name) TEXT("O", name)
#define NT(name) TEXT("T", name)
const char *const columns_listed = COLUMNS(NF, NY, NN, ND, NO, NT);

enum measure { M01, M02, M03, M04A, M04B, M04C, M05, M06, M07A, M07B, M08, M09, M10, M11, M12, MEASURES };

#define LANES 64
#define EACH for (uint64_t r = 0; r < LANES; r++) /* as wide as a word, or no vectors are made */

/* `aside`: for an option the bit of each place in the dictionary (uint32), for a text the offsets (int64). */
typedef struct {
    const void *values;
    const uint64_t *filled;
    const void *aside;
} Column;

/* Room for whole blocks of 64 rows. Findings: how many of must and may hold. `left`: bits of m01, m03, m05, m06. */
typedef struct {
    int8_t *finding[MEASURES];
    int64_t *low[MEASURES], *high[MEASURES];
    uint64_t *has[MEASURES], *bounded[MEASURES];
    int64_t *total_low, *total_high;
    uint64_t *total_bounded, *certain;
    int8_t *left;
} Results;

/* Yes/no and ordered values of 64 rows as pairs; the options that are still possible. */
typedef struct {
    uint64_t must, may;
} Truth;
typedef struct {
    int64_t low[LANES], high[LANES];
} Range;
typedef struct {
    uint32_t possible[LANES];
} Option;

static const Truth UNKNOWN = {0, ~UINT64_C(0)};

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }
static inline int64_t lane(uint64_t word, uint64_t r) { return word >> r & 1; }
static inline int64_t pick(int64_t yes, int64_t a, int64_t b) { return (a & -yes) | (b & (yes - 1)); }
static inline Truth both(Truth a, Truth b) { return (Truth){a.must & b.must, a.may & b.may}; }
static inline Truth either(Truth a, Truth b) { return (Truth){a.must | b.must, a.may | b.may}; }
static inline Truth no(Truth a) { return (Truth){~a.may, ~a.must}; }

static inline Truth yes(const Column *c, long block) {
    uint64_t filled = c->filled[block], value = ((const uint64_t *)c->values)[block] & filled;
    return (Truth){value, value | ~filled};
}

static inline void number(const Column *c, long block, int64_t low, int64_t high, Range *out) {
    const int64_t *value = (const int64_t *)c->values + block * LANES;
    uint64_t filled = c->filled[block];
    EACH {
        out->low[r] = pick(lane(filled, r), value[r], low);
        out->high[r] = pick(lane(filled, r), value[r], high);
    }
}

static inline void day(const Column *c, long block, Range *out) {
    const int32_t *value = (const int32_t *)c->values + block * LANES;
    uint64_t filled = c->filled[block];
    EACH {
        out->low[r] = pick(lane(filled, r), value[r] + EPOCH, FIRST_DAY);
        out->high[r] = pick(lane(filled, r), value[r] + EPOCH, LAST_DAY);
    }
}

static inline void option(const Column *c, long block, uint32_t all, Option *out) {
    const int32_t *place = (const int32_t *)c->values + block * LANES;
    const uint32_t *bit = c->aside;
    uint64_t filled = c->filled[block];
    EACH out->possible[r] = (uint32_t)pick(lane(filled, r), bit[place[r] & -(int32_t)lane(filled, r)], all);
}

static inline Truth among(const Option *option, uint32_t wanted) {
    Truth found = {0, 0};
    EACH {
        found.must |= (uint64_t)!(option->possible[r] & ~wanted) << r;
        found.may |= (uint64_t)((option->possible[r] & wanted) != 0) << r;
    }
    return found;
}

static inline void capped(Range *value, const Range *ceiling) {
    EACH {
        value->low[r] = least(value->low[r], ceiling->low[r]);
        value->high[r] = least(value->high[r], ceiling->high[r]);
    }
}

/* A share in basis points, rounded down, and a ceiling. What has no upper bound is above every ceiling. */
static inline void share_capped(Range *value, int64_t bp, int64_t ceiling) {
    EACH {
        value->low[r] = least(value->low[r] * bp / 10000, ceiling);
        value->high[r] = value->high[r] >= NO_BOUND ? ceiling : least(value->high[r] * bp / 10000, ceiling);
    }
}

static inline int64_t share(int64_t amount, int64_t bp) {
    int64_t part = (amount >= NO_BOUND ? 0 : amount) * bp / 10000;
    return amount >= NO_BOUND && bp ? NO_BOUND : part;
}
static inline void shares(Range *value, const Range *rate) {
    EACH {
        value->low[r] = share(value->low[r], rate->low[r]);
        value->high[r] = share(value->high[r], rate->high[r]);
    }
}

static inline uint64_t same_text(const Column *a, const Column *b, long block) {
    const int64_t *x = (const int64_t *)a->aside + block * LANES, *y = (const int64_t *)b->aside + block * LANES;
    uint64_t same = 0;
    for (uint64_t left = a->filled[block] & b->filled[block]; left; left &= left - 1) {
        int r = __builtin_ctzll(left);
        int64_t length = x[r + 1] - x[r];
        const char *one = (const char *)a->values + x[r], *other = (const char *)b->values + y[r];
        if (length == y[r + 1] - y[r] && !memcmp(one, other, (size_t)length)) same |= UINT64_C(1) << r;
    }
    return same;
}

static inline uint64_t same_number(const Column *a, const Column *b, long block) {
    const int64_t *x = (const int64_t *)a->values + block * LANES, *y = (const int64_t *)b->values + block * LANES;
    uint64_t same = 0;
    EACH same |= (uint64_t)(x[r] == y[r]) << r;
    return same & a->filled[block] & b->filled[block];
}

#endif
