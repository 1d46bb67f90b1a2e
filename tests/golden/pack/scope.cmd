./places --scope eci scope.yaml
