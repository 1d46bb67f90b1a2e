#include "grammar.h"

const ref_type_name ref_types[REF_TYPE_COUNT] = {
#define REF_TYPE(id, name, vet, sort) {name, vet, sort},
    REF_TYPES(REF_TYPE)
#undef REF_TYPE
};

const ref_path ref_paths[REF_PATHS] = {{REF_POD, REF_WORKLOAD, ".first"}, {REF_SPEC, REF_POD, ".spec"},
                                       {REF_META, REF_POD, ".meta"},      {REF_META, REF_WORKLOAD, ".meta"},
                                       {REF_DETAIL, REF_SPEC, ".sub"},    {REF_DETAIL, REF_CONTAINER, ".sub"},
                                       {REF_DEEP, REF_CONTAINER, ".deep"}};
